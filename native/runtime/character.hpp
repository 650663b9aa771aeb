// What the runtime knows of a character: the properties that Python's `str` and `unicodedata` give it.
//
// Those of U+0000 to U+00FF stand in a table; the others are learned when they are first met (`alphabet.hpp`).
#pragma once

#include <array>
#include <string_view>

namespace elman {

using Byte = unsigned char;

struct Character {
  bool space = false, letter = false, digit = false, upper = false;
  bool cased = false;     // upper or lower; a letter of many scripts is neither
  bool plain = true;      // false: cleaning rewrites it, or treats it as no rule here does
  bool imitates = false;  // a symbol that may stand for a letter
  bool trailing = false;  // may stand behind a word that is not in disguise
  char32_t lower = 0, capital = 0;  // the same letter in the other case; itself where there is none
  char32_t bare = 0;      // in lower case, without its accent, or the letter it imitates; 1, ! and | stay
  std::array<char, 2> category{};  // general category, of what is neither space, letter nor digit

  constexpr bool alnum() const { return letter || digit; }
  constexpr bool disguise() const { return alnum() || imitates; }
};

namespace detail {

constexpr bool has(std::string_view set, unsigned code) { return set.find(static_cast<char>(code)) != set.npos; }

constexpr std::array<char, 2> category(unsigned code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return {'C', 'c'};
  if (has("([{", code)) return {'P', 's'};
  if (has(")]}", code)) return {'P', 'e'};
  if (has("$\xa2\xa3\xa4\xa5", code)) return {'S', 'c'};
  if (has("+<=>|~\xac\xb1\xd7\xf7", code)) return {'S', 'm'};
  if (has("^`", code)) return {'S', 'k'};
  if (has("\xa6\xa9\xae\xb0", code)) return {'S', 'o'};
  if (code == '-') return {'P', 'd'};
  if (code == '_') return {'P', 'c'};
  if (code == 0xab) return {'P', 'i'};
  if (code == 0xbb) return {'P', 'f'};
  return {'P', 'o'};
}

constexpr char32_t bare(unsigned code, unsigned lower) {
  constexpr std::string_view leet = "0345789@$\xa3+", letters = "oeastbgaslt";
  constexpr std::string_view accents = "aaaaaaaceeeeiiii\xf0nooooo\xf7ouuuuy\xfey";  // of U+00E0 on
  if (const auto place = leet.find(static_cast<char>(code)); place != leet.npos) {
    return static_cast<Byte>(letters[place]);
  }
  if (code == 0xdf) return U'b';
  return lower >= 0xe0 ? static_cast<Byte>(accents[lower - 0xe0]) : lower;
}

constexpr std::array<Character, 256> characters() {
  std::array<Character, 256> all{};
  for (unsigned code = 0; code < 256; ++code) {
    Character& one = all[code];
    const bool latin = code >= 0xc0 && code != 0xd7 && code != 0xf7;
    const bool small = (code >= 'a' && code <= 'z') || (latin && code >= 0xdf);
    one.upper = (code >= 'A' && code <= 'Z') || (latin && code < 0xdf);
    one.letter = small || one.upper;
    one.digit = code >= '0' && code <= '9';
    one.space = (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x20) || code == 0x85;
    one.cased = one.letter;
    one.plain = !has("\xa0\xa8\xaa\xad\xaf\xb2\xb3\xb4\xb5\xb8\xb9\xba\xbc\xbd\xbe", code);
    one.imitates = code != 0 && has("@$\xa3+!|", code);
    one.trailing = code != 0 && has("!|+\xa3$", code);
    one.lower = one.upper ? code + 32 : code;
    one.capital = small && code != 0xdf && code != 0xff ? code - 32 : code;
    one.bare = bare(code, static_cast<unsigned>(one.lower));
    one.category = category(code);
  }
  return all;
}

}  // namespace detail

inline constexpr std::array<Character, 256> kCharacters = detail::characters();

constexpr const Character& character(char code) { return kCharacters[static_cast<Byte>(code)]; }

}  // namespace elman
