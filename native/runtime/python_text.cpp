#include "runtime/python_text.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "runtime/alphabet.hpp"
#include "runtime/python_owned.hpp"

namespace nb = nanobind;

namespace elman {

namespace {

constexpr std::size_t kMostSpellings = 1 << 14;  // that are kept at hand

// Calls `take` with every code point until it gives false; tells whether it never did.
template <typename Take>
bool for_codes(nb::handle text, Take take) {
  const int kind = PyUnicode_KIND(text.ptr());
  const void* data = PyUnicode_DATA(text.ptr());
  const Py_ssize_t length = PyUnicode_GET_LENGTH(text.ptr());
  for (Py_ssize_t place = 0; place < length; ++place) {
    if (!take(static_cast<char32_t>(PyUnicode_READ(kind, data, place)))) return false;
  }
  return true;
}

nb::object string_of(char32_t code) {
  return owned(PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, &code, 1));
}

char32_t first_code(nb::handle text) {
  if (!PyUnicode_Check(text.ptr()) || PyUnicode_GET_LENGTH(text.ptr()) != 1) {
    throw std::invalid_argument("traits: expected single characters");
  }
  return PyUnicode_READ_CHAR(text.ptr(), 0);
}

void read_traits(const nb::tuple& traits, Character& made) {
  if (traits.size() != 11) throw std::invalid_argument("traits: expected 11 of them");
  bool* const flags[] = {&made.space,    &made.letter,  &made.digit, &made.upper, &made.cased,
                         &made.imitates, &made.trailing};
  for (std::size_t each = 0; each < 7; ++each) *flags[each] = nb::cast<bool>(traits[each]);
  made.lower = first_code(traits[7]);
  made.capital = first_code(traits[8]);
  made.bare = first_code(traits[9]);
  const auto category = nb::cast<std::string>(traits[10]);
  if (category.size() != 2) throw std::invalid_argument("traits: expected a category of two letters");
  made.category = {category[0], category[1]};
}

}  // namespace

TextReader::TextReader(nb::callable spell, nb::callable describe, bool ascii_only, nb::callable encode,
                       std::size_t dictionary_size)
    : spell_(std::move(spell)),
      describe_(std::move(describe)),
      encode_(std::move(encode)),
      ascii_only_(ascii_only),
      dictionary_size_(dictionary_size) {}

std::optional<Text> TextReader::read_natively(nb::handle text, TextStorage& storage) const {
  if (!PyUnicode_Check(text.ptr())) throw nb::type_error("text: expected a string");
  if (PyUnicode_IS_ASCII(text.ptr())) return Text{bytes_of(text)};
  if (!ascii_only_ && PyUnicode_KIND(text.ptr()) == PyUnicode_1BYTE_KIND) {
    const std::string_view bytes = bytes_of(text);
    if (std::all_of(bytes.begin(), bytes.end(), [](char each) { return character(each).plain; })) return Text{bytes};
  }
  return respelled(text, storage);
}

std::optional<Text> TextReader::read_utf8(std::string_view text, TextStorage& storage) const {
  if (std::all_of(text.begin(), text.end(), [](char each) { return static_cast<Byte>(each) < 128; })) return Text{text};
  PyObject* const string = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr);
  if (string == nullptr) {
    PyErr_Clear();
    return std::nullopt;
  }
  storage.strings.push_back(nb::steal(string));
  return read(storage.strings.back(), storage);
}

Text TextReader::read_other(nb::handle text, TextStorage& storage) const {
  if (const std::optional<Text> native = read_natively(text, storage)) return *native;
  storage.texts.push_back(std::make_unique<TextStorage::Text>());
  TokenIds& tokens = storage.texts.back()->tokens;
  tokens = nb::cast<TokenIds>(encode_(text));
  check(tokens);
  Text foreign;
  foreign.tokens = &tokens;
  return foreign;
}

std::optional<Text> TextReader::respelled(nb::handle text, TextStorage& storage) const {
  auto kept = std::make_unique<TextStorage::Text>();
  char32_t all = 0;
  const bool spelled = for_codes(text, [&](char32_t code) {
    if (ascii_only_ && code >= 128) return true;
    if (code < 256 && kCharacters[code].plain) {
      kept->wide += code;
      return true;
    }
    const std::optional<std::u32string>& found = spelling(code);
    if (!found) return false;
    kept->wide += *found;
    return true;
  });
  if (!spelled) return std::nullopt;
  for (const char32_t code : kept->wide) all |= code;
  Text result;
  if (all < 256) {
    for (const char32_t code : kept->wide) kept->narrow += static_cast<char>(code);
    result.narrow = kept->narrow;
  } else {
    result.wide = &kept->wide;
  }
  storage.texts.push_back(std::move(kept));
  return result;
}

const std::optional<std::u32string>& TextReader::spelling(char32_t code) const {
  const auto known = spellings_.find(code);
  if (known != spellings_.end()) return known->second;
  std::optional<std::u32string> asked = asked_spelling(code);
  if (spellings_.size() >= kMostSpellings) spellings_.clear();
  return spellings_.insert_or_assign(code, std::move(asked)).first->second;
}

std::optional<std::u32string> TextReader::asked_spelling(char32_t code) const {
  const nb::object answer = spell_(string_of(code));
  if (answer.is_none()) return std::nullopt;
  std::u32string spelled;
  const bool known = for_codes(nb::cast<nb::str>(answer), [&](char32_t each) {
    spelled += each;
    return learn(each);
  });
  if (!known) return std::nullopt;
  return spelled;
}

// Makes the alphabet know a character and those that it may be rewritten as; tells whether all of them are plain.
// Python may let other threads in while it is asked, so all of them become known together in the end.
bool TextReader::learn(char32_t code) const {
  Found found;
  const bool plain = describe(code, found);
  for (const auto& [each, traits] : found) {
    if (!Alphabet::instance().knows(each)) Alphabet::instance().learn(each, traits);
  }
  return plain;
}

bool TextReader::describe(char32_t code, Found& found) const {
  const Alphabet& alphabet = Alphabet::instance();
  if (code < 256) return kCharacters[code].plain;
  if (alphabet.knows(code)) return alphabet[code].plain;
  if (const auto known = found.find(code); known != found.end()) return known->second.plain;
  const nb::object answer = describe_(string_of(code));
  Character& made = found[code];
  made.plain = !answer.is_none();
  if (!made.plain) return false;
  read_traits(nb::cast<nb::tuple>(answer), made);
  const char32_t bare = made.bare, lower = made.lower;
  const auto capital_of = [&](char32_t each) {
    if (each < 256) return kCharacters[each].capital;
    return found.contains(each) ? found[each].capital : alphabet[each].capital;
  };
  const bool plain = describe(lower, found) && describe(bare, found) && describe(capital_of(bare), found);
  return found[code].plain = plain;
}

void TextReader::check(const TokenIds& tokens) const {
  for (const std::vector<std::uint32_t>& token : tokens) {
    if (token.empty()) throw std::invalid_argument("token: expected at least one feature");
    for (const std::uint32_t id : token) {
      if (id >= dictionary_size_) {
        throw nb::index_error(("feature id: expected less than " + std::to_string(dictionary_size_) + "; got " +
                               std::to_string(id)).c_str());
      }
    }
  }
}

}  // namespace elman
