// From a text to tokens: the same ids as `elman.text.encoder`.
#pragma once

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
  // Memory for one text at a time.
  struct Scratch {
    Outline outline;
    Undisguised undisguised;
    std::string cleaned, plain;
    std::u32string wide_cleaned, wide_plain;
    std::vector<Span> spans;
    std::vector<Memory::Key> keys;
    std::vector<const Piece*> pieces;
    std::vector<std::uint32_t> pairs;  // each piece's, with the word before it
    std::vector<std::uint32_t> apart;  // the places of pieces whose pair gives them a row of their own
  };

  // `words` are the ones that a disguise may hide, in lower case and UTF-8; without any, none is looked for.
  Encoder(const TextSettings& settings, const Dictionary& dictionary,
          std::shared_ptr<const StringTable> words)
      : settings_(settings), dictionary_(dictionary), words_(std::move(words)) {}

  // Writes the tokens of a text all of whose characters are plain; they are good until `memory` forgets. Characters are
  // those of U+0000 to U+00FF, or code points that the alphabet knows.
  void encode(std::string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;
  void encode(std::u32string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;

 private:
  struct Range {
    std::size_t first, last;
  };

  void draw(std::string_view text, Scratch& scratch) const;
  void cut(std::string_view text, Scratch& scratch) const;
  Range kept(const Scratch& scratch) const;
  void look_up(std::string_view text, Range range, Memory& memory, Scratch& scratch) const;
  void add_pieces(Range range, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;
  void add_surface(const Counts& counts, Memory& memory, std::vector<Token>& tokens) const;

  const Kernels& kernels_ = best_kernels();
  TextSettings settings_;
  const Dictionary& dictionary_;
  std::shared_ptr<const StringTable> words_;
};

}  // namespace elman
