// Cutting a text into words, numbers, entities and single symbols, or at white space: `elman.text.tokenizer`.
#pragma once

#include <cstddef>
#include <string_view>

#include "runtime/alphabet.hpp"

namespace elman {

inline bool is_apostrophe(char code) { return code == '\''; }
inline bool is_apostrophe(char32_t code) { return code == U'\'' || code == 0x2019; }  // or the curly one

// The end of the piece that starts at `start`, where there is no white space.
template <typename Char>
std::size_t piece_end(std::basic_string_view<Char> text, std::size_t start) {
  const auto at = [&](std::size_t place) { return place < text.size() ? text[place] : Char{' '}; };
  const auto past_letters = [&](std::size_t place) {
    while (character(at(place)).letter) ++place;
    return place;
  };
  const auto past_digits = [&](std::size_t place) {
    while (character(at(place)).digit) ++place;
    return place;
  };
  if (character(text[start]).letter) {
    std::size_t end = past_letters(start + 1);
    while (is_apostrophe(at(end)) && character(at(end + 1)).letter) end = past_letters(end + 2);
    return end;
  }
  if (character(text[start]).digit) return past_digits(start + 1);
  if (text[start] == Char{'&'}) {
    const bool number = at(start + 1) == Char{'#'};
    const std::size_t body = start + 1 + number, end = number ? past_digits(body) : past_letters(body);
    if (end > body && at(end) == Char{';'}) return end + 1;
  }
  return start + 1;
}

// The end of the run of anything but white space that starts at `start`.
template <typename Char>
std::size_t word_end(std::basic_string_view<Char> text, std::size_t start) {
  while (start < text.size() && !character(text[start]).space) ++start;
  return start;
}

}  // namespace elman
