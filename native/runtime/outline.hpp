// The outline of a text of one byte a character: which characters are letters, digits, white space, as bits; and what
// follows from them for the text as a whole. Bits make short work of it: 64 characters at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace elman {

inline constexpr std::size_t kLongestNumber = 12;

// What the surface tokens are about.
struct Counts {
  std::size_t characters = 0, letters = 0, words = 0, capitals = 0, spaces = 0, digits = 0, numbers = 0;
  std::size_t longest_number = 0;  // digits; of `kLongestNumber` or more, only that
};

// The kinds of 64 characters, one bit each, the first in the lowest.
struct Block {
  std::uint64_t letter = 0, digit = 0, space = ~std::uint64_t{0}, upper = 0;
  std::uint64_t sign = 0;     // a digit or what imitates letters
  std::uint64_t between = 0;  // what may part the letters of a word in disguise
  std::uint64_t apostrophe = 0, ampersand = 0;
  std::uint64_t foreign = 0;  // beyond ASCII
  std::uint64_t special = 0;  // likewise, or white space that is not ' '
  std::uint64_t word = 0;     // letters, and apostrophes between them
  std::uint64_t mixed = 0;    // a letter before what may stand for one, or the other way round, or a foreign one
};

struct Outline {
  std::vector<Block> blocks;  // one of nothing but white space at either end
  std::string padded;         // the text, white space as ' ', and more of that before and behind it
  Counts counts;
  std::size_t pieces = 0;     // as if there were no entities
  bool ampersand = false;     // which may begin an entity
  bool hides_words = false;   // whether a word may be in disguise; false is certain
  bool hides_spaced = true;   // whether one may be whose letters stand apart
};

inline constexpr std::size_t kBlock = 64, kSparePlaces = 16;

}  // namespace elman
