// A Python string as a model reads it: its characters where all of them are plain, otherwise what cleaning makes of
// them one by one, and where that cannot be done one by one, the tokens that Python finds.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/character.hpp"
#include "runtime/model.hpp"

namespace elman {

// Holds what views of texts point to, where that is not the strings themselves.
struct TextStorage {
  struct Text {
    std::string narrow;
    std::u32string wide;
    TokenIds tokens;
  };
  std::vector<std::unique_ptr<Text>> texts;
  std::vector<nanobind::object> strings;
};

// All of it is called with Python's lock held.
class TextReader {
 public:
  // `spell` gives what cleaning makes of a character in any company, or None; `describe` its traits, or None; `encode`
  // the tokens of a text, each a sequence of feature ids. See `elman.text.alphabet`. Without `encode`, only
  // `read_natively` may be called.
  TextReader(nanobind::callable spell, nanobind::callable describe, bool ascii_only, nanobind::callable encode = {},
             std::size_t dictionary_size = 0);

  // Throws whatever Python does, and nanobind::index_error or std::invalid_argument if `encode` gives what is no token.
  Text read(nanobind::handle text, TextStorage& storage) const {
    if (PyUnicode_Check(text.ptr()) && PyUnicode_IS_ASCII(text.ptr())) return Text{bytes_of(text)};
    return read_other(text, storage);
  }

  // As `read`, of UTF-8, of which ASCII is not copied; without a value if it is none.
  std::optional<Text> read_utf8(std::string_view text, TextStorage& storage) const;

  // As `read`, but without a value where the tokens have to come from Python.
  std::optional<Text> read_natively(nanobind::handle text, TextStorage& storage) const;

 private:
  using Found = std::map<char32_t, Character>;

  static std::string_view bytes_of(nanobind::handle text) {
    return {reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(text.ptr())),
            static_cast<std::size_t>(PyUnicode_GET_LENGTH(text.ptr()))};
  }
  Text read_other(nanobind::handle text, TextStorage& storage) const;
  std::optional<Text> respelled(nanobind::handle text, TextStorage& storage) const;
  const std::optional<std::u32string>& spelling(char32_t code) const;
  std::optional<std::u32string> asked_spelling(char32_t code) const;
  bool learn(char32_t code) const;
  bool describe(char32_t code, Found& found) const;
  void check(const TokenIds& tokens) const;

  nanobind::callable spell_, describe_, encode_;
  bool ascii_only_;
  std::size_t dictionary_size_;
  mutable std::unordered_map<char32_t, std::optional<std::u32string>> spellings_;
};

}  // namespace elman
