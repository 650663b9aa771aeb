// Columns of strings as Arrow hands them over, without copies: its C data interface, and who owns what.
//
// https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

namespace elman::arrow {

// Lets go of a schema, an array or a stream in the end.
template <typename Struct>
class Owned {
 public:
  Owned() : held_{} {}
  explicit Owned(Struct& moved) : held_(std::exchange(moved, Struct{})) {}  // marks the other as released
  Owned(Owned&& other) noexcept : held_(std::exchange(other.held_, Struct{})) {}
  Owned& operator=(Owned&&) = delete;
  ~Owned() {
    if (held_.release != nullptr) held_.release(&held_);
  }
  Struct* operator->() { return &held_; }
  const Struct* operator->() const { return &held_; }
  Struct* get() { return &held_; }

 private:
  Struct held_;
};

enum class Layout { none, utf8, large_utf8, utf8_view };

inline Layout layout_of(const ArrowSchema& schema) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (schema.dictionary != nullptr) return Layout::none;
  if (format == "u") return Layout::utf8;
  if (format == "U") return Layout::large_utf8;
  return format == "vu" ? Layout::utf8_view : Layout::none;
}

inline bool has_nulls(const ArrowArray& array) {
  const auto* valid = static_cast<const unsigned char*>(array.buffers[0]);
  if (array.null_count == 0 || valid == nullptr) return false;
  for (std::int64_t row = array.offset; row < array.offset + array.length; ++row) {
    if ((valid[row / 8] >> row % 8 & 1) == 0) return true;
  }
  return false;
}

template <typename Offset>
std::string_view between_offsets(const ArrowArray& array, std::int64_t row) {
  const auto* offsets = static_cast<const Offset*>(array.buffers[1]) + array.offset + row;
  return {static_cast<const char*>(array.buffers[2]) + offsets[0], static_cast<std::size_t>(offsets[1] - offsets[0])};
}

// A view is 16 bytes: the length and up to 12 characters, or the length, the first four, a buffer and a place in it.
inline std::string_view viewed(const ArrowArray& array, std::int64_t row) {
  const auto* view = static_cast<const char*>(array.buffers[1]) + (array.offset + row) * 16;
  std::int32_t fields[4];
  std::memcpy(fields, view, sizeof fields);
  const auto length = static_cast<std::size_t>(fields[0]);
  if (length <= 12) return {view + 4, length};
  return {static_cast<const char*>(array.buffers[2 + fields[2]]) + fields[3], length};
}

// The UTF-8 of one row.
inline std::string_view string_at(const ArrowArray& array, Layout layout, std::int64_t row) {
  switch (layout) {
    case Layout::utf8: return between_offsets<std::int32_t>(array, row);
    case Layout::large_utf8: return between_offsets<std::int64_t>(array, row);
    default: return viewed(array, row);
  }
}

}  // namespace elman::arrow
