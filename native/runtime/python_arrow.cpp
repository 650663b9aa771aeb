#include "runtime/python_arrow.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace nb = nanobind;

namespace elman {

namespace {

template <typename Struct>
Struct& in_capsule(nb::handle capsule, const char* name) {
  auto* held = static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (held == nullptr) throw nb::python_error();
  if (held->release == nullptr) throw std::invalid_argument("Arrow: this was handed over before");
  return *held;
}

}  // namespace

std::optional<ArrowColumn> ArrowColumn::of(nb::handle object) {
  ArrowColumn column;
  bool taken = false;
  if (nb::hasattr(object, "__arrow_c_array__")) {
    taken = column.take_array(object);
  } else if (nb::hasattr(object, "__arrow_c_stream__")) {
    taken = column.take_stream(object);
  }
  if (!taken) return std::nullopt;
  return column;
}

bool ArrowColumn::take_array(nb::handle object) {
  const auto pair = nb::cast<nb::tuple>(object.attr("__arrow_c_array__")());
  if (pair.size() != 2) throw std::invalid_argument("__arrow_c_array__: expected two capsules");
  const nb::object schema = pair[0], array = pair[1];
  layout_ = arrow::layout_of(in_capsule<ArrowSchema>(schema, "arrow_schema"));
  chunks_.emplace_back(in_capsule<ArrowArray>(array, "arrow_array"));
  return is_plain();
}

bool ArrowColumn::take_stream(nb::handle object) {
  const nb::object capsule = object.attr("__arrow_c_stream__")();
  auto& stream = in_capsule<ArrowArrayStream>(capsule, "arrow_array_stream");
  const auto check = [&](int status) {
    if (status == 0) return;
    const char* told = stream.get_last_error(&stream);
    throw std::runtime_error(std::string("Arrow: ") + (told == nullptr ? "a stream that cannot be read" : told));
  };
  arrow::Owned<ArrowSchema> schema;
  check(stream.get_schema(&stream, schema.get()));
  layout_ = arrow::layout_of(*schema.get());
  if (layout_ == arrow::Layout::none) return false;
  for (;;) {
    arrow::Owned<ArrowArray> chunk;
    check(stream.get_next(&stream, chunk.get()));
    if (chunk->release == nullptr) break;
    chunks_.push_back(std::move(chunk));
  }
  stream.release(&stream);  // read to its end, it would be an empty one for whoever is handed it again
  return is_plain();
}

bool ArrowColumn::is_plain() const {
  return layout_ != arrow::Layout::none && std::none_of(chunks_.begin(), chunks_.end(), [](const auto& chunk) {
    return arrow::has_nulls(*chunk.operator->());
  });
}

std::vector<std::string_view> ArrowColumn::strings() const {
  std::vector<std::string_view> strings;
  for (const auto& chunk : chunks_) {
    for (std::int64_t row = 0; row < chunk->length; ++row) {
      strings.push_back(arrow::string_at(*chunk.operator->(), layout_, row));
    }
  }
  return strings;
}

}  // namespace elman
