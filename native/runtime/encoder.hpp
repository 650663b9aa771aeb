// From a text to tokens: the same ids as `elman.text.encoder`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dictionary.hpp"
#include "disguise.hpp"
#include "kernels.hpp"
#include "memory.hpp"
#include "outline.hpp"
#include "string_table.hpp"
#include "text_settings.hpp"
#include "token.hpp"

namespace elman {

class Encoder {
 public:
  // A text that was cut into pieces, of which those that are kept are looked up later.
  struct Cut {
    Outline outline;
    std::string cleaned, plain;
    std::u32string wide_cleaned, wide_plain, wide_padded;
    bool is_wide = false;  // whether characters are code points, and so which of the next two it is
    std::string_view text;  // white space being ' ', and readable before and behind it
    std::u32string_view wide_text;
    Counts counts;
    std::vector<std::uint32_t> first, last;  // the places of each piece's first and last character
    std::size_t pieces = 0, kept_from = 0, kept = 0;  // how many there are; which of them count
    std::vector<Memory::Key> keys;  // of those, and of the one before them

    std::size_t looked_from() const { return kept_from - (kept_from > 0); }  // the piece before the kept ones too
  };

  // Memory for one text at a time.
  struct Scratch {
    Undisguised undisguised;
    std::vector<const Piece*> pieces;
    std::vector<std::uint32_t> left;   // the places of what a first look did not find
    std::vector<std::uint32_t> pairs;  // each piece's, with the word before it
    std::vector<std::uint32_t> apart;  // the places of pieces whose pair gives them a row of their own
  };

  // `words` are the ones that a disguise may hide, in lower case and UTF-8; without any, none is looked for.
  Encoder(const TextSettings& settings, const Dictionary& dictionary, std::shared_ptr<const StringTable> words)
      : settings_(settings), dictionary_(dictionary), words_(std::move(words)) {}

  // Cuts a text all of whose characters are plain, and calls for the memory in which its pieces will be looked for.
  // Characters are those of U+0000 to U+00FF, or code points that the alphabet knows. Throws std::length_error if there
  // are 2^32 or more.
  void cut(std::string_view text, const Memory& memory, Scratch& scratch, Cut& made) const;
  void cut(std::u32string_view text, Cut& made) const;

  // Writes its tokens; they are good until `memory` forgets.
  void look_up(const Cut& cut, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;

 private:
  struct Range {
    std::size_t first, last;
  };

  void draw(std::string_view text, Cut& made) const;
  void find_pieces(Cut& made) const;
  void keep(Cut& made) const;
  void look_up_pieces(const Cut& cut, Range range, Memory& memory, Scratch& scratch) const;
  void look_up_pairs(Range range, Scratch& scratch) const;
  void add_pieces(Range range, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;
  void add_whole(const Cut& cut, Memory& memory, std::vector<Token>& tokens) const;
  void add_surface(const Counts& counts, Memory& memory, std::vector<Token>& tokens) const;

  const Kernels& kernels_ = best_kernels();
  TextSettings settings_;
  const Dictionary& dictionary_;
  std::shared_ptr<const StringTable> words_;
};

}  // namespace elman
