#include "runtime/python_census.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/census.hpp"
#include "runtime/python_owned.hpp"
#include "runtime/python_settings.hpp"
#include "runtime/python_text.hpp"

namespace nb = nanobind;

namespace elman {

namespace {

struct Read {
  std::optional<Text> text;
  NamedTokens foreign;  // where that is none
};

template <typename Number>
nb::bytes bytes_of(const std::vector<Number>& numbers) {
  return nb::bytes(numbers.data(), numbers.size() * sizeof(Number));
}

nb::list strings_of(const StringTable& table) {
  nb::list all;
  for (std::size_t number = 0; number < table.size(); ++number) {
    const auto size = static_cast<Py_ssize_t>(table[number].size());
    all.append(owned(PyUnicode_DecodeUTF8(table[number].data(), size, "surrogatepass")));
  }
  return all;
}

NamedTokens tokens_of(nb::handle cut) {
  NamedTokens tokens;
  for (const nb::handle token : cut) {
    std::vector<std::string>& features = tokens.emplace_back();
    for (const nb::handle feature : token) {
      const auto bytes = nb::cast<nb::bytes>(feature);
      features.emplace_back(bytes.c_str(), bytes.size());
    }
  }
  return tokens;
}

}  // namespace

nb::tuple census(const nb::object& preset, const nb::list& texts, nb::callable spell, nb::callable describe,
                 const nb::callable& cut) {
  const TextReader reader(std::move(spell), std::move(describe), nb::cast<bool>(preset.attr("ascii_only")));
  Census taken(read_text_settings(preset));
  const nb::tuple held(texts);  // what others take out of the list meanwhile stays alive
  TextStorage storage;
  std::vector<Read> all;
  for (const nb::handle text : held) {
    Read& read = all.emplace_back();
    read.text = reader.read_natively(text, storage);
    if (!read.text) read.foreign = tokens_of(cut(text));
  }
  {
    const nb::gil_scoped_release released;
    for (const Read& read : all) {
      if (!read.text) {
        taken.add(read.foreign);
      } else if (read.text->wide != nullptr) {
        taken.add(*read.text->wide);
      } else {
        taken.add(read.text->narrow);
      }
    }
  }
  return nb::make_tuple(strings_of(taken.features()), bytes_of(taken.counts()), bytes_of(taken.token_sizes()),
                        bytes_of(taken.token_features()), bytes_of(taken.places()), bytes_of(taken.lengths()));
}

}  // namespace elman
