// Characters as the bytes that dictionaries are kept in.
#pragma once

#include <string>
#include <string_view>

namespace elman {

inline void append_utf8(std::string& out, char32_t code) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | code >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

// Of a text of one byte a character, or of one of code points.
inline char32_t code_of(char each) { return static_cast<unsigned char>(each); }
inline char32_t code_of(char32_t each) { return each; }

template <typename Char>
std::u32string code_points(std::basic_string_view<Char> text) {
  std::u32string out;
  for (const Char each : text) out += code_of(each);
  return out;
}

template <typename Char>
std::string to_utf8(std::basic_string_view<Char> text) {
  std::string out;
  for (const Char each : text) append_utf8(out, code_of(each));
  return out;
}

}  // namespace elman
