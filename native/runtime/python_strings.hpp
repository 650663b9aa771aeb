// Strings as Python holds them, or as they were read without it.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <optional>
#include <utility>

#include "runtime/string_table.hpp"

namespace elman {

// Different strings in an order, that any number of models may share.
class Strings {
 public:
  // Those of a JSON list; none if `read_json_strings` leaves it to another reader.
  static std::optional<Strings> of_json(const nanobind::bytes& json);

  // Those of a `Strings`, or of any iterable of Python's strings; one without UTF-8, for it holds half a surrogate pair,
  // has a number that is no string's. Throws std::invalid_argument, naming `what`, if it holds anything else.
  static Strings of(const nanobind::handle& strings, const char* what);

  // Those that begin with a string, without it.
  Strings after(const std::string& first) const;

  // As Python's; the empty one stands for one without UTF-8.
  nanobind::list list() const;

  std::size_t size() const { return table_->size(); }
  const std::shared_ptr<const StringTable>& table() const { return table_; }

 private:
  explicit Strings(StringTable table) : table_(std::make_shared<const StringTable>(std::move(table))) {}
  std::shared_ptr<const StringTable> table_;
};

}  // namespace elman
