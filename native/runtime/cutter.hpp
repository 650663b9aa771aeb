// Cutting a text into pieces: cleaning, words in disguise, where each piece begins and ends, as `elman.text` does it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/undisguised.hpp"
#include "runtime/loops.hpp"
#include "runtime/outline.hpp"
#include "runtime/string_table.hpp"
#include "runtime/text_settings.hpp"

namespace elman {

// A text that was cut into pieces, of which some are kept.
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

  // About as many characters as the longest text had that there is memory for.
  std::size_t longest() const { return outline.padded.capacity() + wide_padded.capacity(); }

  // A piece, and a piece between its neighbours.
  template <typename Char>
  std::basic_string_view<Char> piece(std::basic_string_view<Char> in, std::size_t each) const {
    return {in.data() + first[each], std::size_t{last[each]} - first[each] + 1};
  }
  template <typename Char>
  std::basic_string_view<Char> context(std::basic_string_view<Char> in, std::size_t each) const {
    return {in.data() + first[each] - 1, std::size_t{last[each]} - first[each] + 3};
  }
};

class Cutter {
 public:
  // `words` are the ones that a disguise may hide, in lower case and UTF-8; without any, none is looked for.
  Cutter(const TextSettings& settings, std::shared_ptr<const StringTable> words)
      : settings_(settings), words_(std::move(words)) {}

  // Cuts a text all of whose characters are plain: those of U+0000 to U+00FF, or code points that the alphabet knows.
  // Throws std::length_error if there are 2^32 or more. `undisguised` is memory for one text at a time.
  void cut(std::string_view text, Undisguised& undisguised, Cut& made) const;
  void cut(std::u32string_view text, Cut& made) const;

 private:
  void draw(std::string_view text, Cut& made) const;
  void find_pieces(Cut& made) const;
  void keep(Cut& made) const;

  const Loops& loops_ = best_loops();
  TextSettings settings_;
  std::shared_ptr<const StringTable> words_;
};

}  // namespace elman
