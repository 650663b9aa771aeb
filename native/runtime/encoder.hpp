// From a text to tokens: the same ids as `elman.text.encoder`.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/cutter.hpp"
#include "runtime/dictionary.hpp"
#include "runtime/undisguised.hpp"
#include "runtime/memory.hpp"
#include "runtime/outline.hpp"
#include "runtime/string_table.hpp"
#include "runtime/text_settings.hpp"
#include "runtime/token_list.hpp"

namespace elman {

class Encoder {
 public:
  // A text that was cut, and its pieces' keys.
  struct KeyedCut : Cut {
    std::vector<Memory::Key> keys;  // of those that are kept, and of the one before them

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

  // `words` are those that `Cutter` looks for.
  Encoder(const TextSettings& settings, const Dictionary& dictionary, std::shared_ptr<const StringTable> words)
      : settings_(settings), dictionary_(dictionary), cutter_(settings, std::move(words)) {}

  // Cuts a text as `Cutter` does; of one of narrow characters it calls for the memory in which its pieces will be looked
  // for.
  void cut(std::string_view text, const Memory& memory, Scratch& scratch, KeyedCut& made) const;
  void cut(std::u32string_view text, KeyedCut& made) const { cutter_.cut(text, made); }

  // Writes its tokens; they are good until `memory` forgets.
  void look_up(const KeyedCut& cut, Memory& memory, Scratch& scratch, TokenList& tokens) const;

 private:
  struct Range {
    std::size_t first, last;
  };

  void look_up_pieces(const KeyedCut& cut, Range range, Memory& memory, Scratch& scratch) const;
  void look_up_pairs(Range range, Scratch& scratch) const;
  void add_pieces(Range range, Memory& memory, Scratch& scratch, TokenList& tokens) const;
  void add_whole(const Cut& cut, Memory& memory, TokenList& tokens) const;
  void add_surface(const Counts& counts, Memory& memory, TokenList& tokens) const;

  TextSettings settings_;
  const Dictionary& dictionary_;
  Cutter cutter_;
};

}  // namespace elman
