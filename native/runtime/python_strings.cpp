#include "runtime/python_strings.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/json_strings.hpp"

namespace nb = nanobind;

namespace elman {

std::optional<Strings> Strings::of_json(const nb::bytes& json) {
  std::optional<StringTable> table = read_json_strings({json.c_str(), json.size()});
  if (!table) return std::nullopt;
  return Strings(std::move(*table));
}

Strings Strings::of(const nb::handle& strings, const char* what) {
  if (nb::isinstance<Strings>(strings)) return nb::cast<Strings>(strings);
  const Py_ssize_t count = PyObject_LengthHint(strings.ptr(), 0);
  if (count < 0) throw nb::python_error();
  StringTable table;
  table.reserve(static_cast<std::size_t>(std::min<Py_ssize_t>(count, 1 << 20)));  // a hint, which may be anything
  for (const nb::handle each : nb::iter(strings)) {
    if (!nb::isinstance<nb::str>(each)) throw std::invalid_argument(std::string(what) + ": expected strings");
    Py_ssize_t size = 0;
    const char* bytes = PyUnicode_AsUTF8AndSize(each.ptr(), &size);
    if (bytes == nullptr) {
      PyErr_Clear();
      table.skip();
      continue;
    }
    const std::size_t number = table.size();
    if (table.add({bytes, static_cast<std::size_t>(size)}) != number) table.skip();  // was there before
  }
  return Strings(std::move(table));
}

Strings Strings::after(const std::string& first) const {
  StringTable table;
  for (std::size_t number = 0; number < table_->size(); ++number) {
    const std::string_view each = (*table_)[number];
    if (each.starts_with(first)) table.add(each.substr(first.size()));
  }
  return Strings(std::move(table));
}

nb::list Strings::list() const {
  nb::list all;
  for (std::size_t number = 0; number < table_->size(); ++number) {
    const std::string_view each = (*table_)[number];
    all.append(nb::str(each.data(), each.size()));
  }
  return all;
}

}  // namespace elman
