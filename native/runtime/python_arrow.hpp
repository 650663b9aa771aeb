// A Python object that hands over a column of strings as Arrow does: pyarrow's arrays and chunked arrays, and others'.
#pragma once

#include <nanobind/nanobind.h>

#include <optional>
#include <string_view>
#include <vector>

#include "runtime/arrow.hpp"

namespace elman {

// Strings in UTF-8, good as long as this lives.
class ArrowColumn {
 public:
  // None if the object hands over no such column, or one with nulls. Throws whatever the object does.
  static std::optional<ArrowColumn> of(nanobind::handle object);

  std::vector<std::string_view> strings() const;

 private:
  ArrowColumn() = default;
  bool take_array(nanobind::handle object);
  bool take_stream(nanobind::handle object);
  bool is_plain() const;

  arrow::Layout layout_ = arrow::Layout::none;
  std::vector<arrow::Owned<ArrowArray>> chunks_;
};

}  // namespace elman
