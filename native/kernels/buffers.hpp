// A call's buffers in the order of its arguments, each checked for type, rank and every extent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "xla/ffi/api/ffi.h"

namespace elman {

namespace ffi = xla::ffi;
using Shape = std::vector<std::int64_t>;

inline std::string in_words(ffi::DataType type, const std::int64_t* extents, std::size_t rank) {
  std::ostringstream words;
  if (type == ffi::F32) words << "float32";
  else if (type == ffi::S32) words << "int32";
  else if (type == ffi::PRED) words << "bool";
  else if (type == ffi::F64) words << "float64";
  else if (type == ffi::S64) words << "int64";
  else words << "data type " << static_cast<int>(type);
  words << "[";
  for (std::size_t axis = 0; axis < rank; ++axis) words << (axis ? ", " : "") << extents[axis];
  words << "]";
  return words.str();
}

inline void check(const ffi::AnyBuffer& buffer, const char* name, ffi::DataType type, const Shape& shape) {
  const auto got = buffer.dimensions();
  if (buffer.element_type() == type && Shape(got.begin(), got.end()) == shape) return;
  throw std::invalid_argument("`" + std::string(name) + "`: expected " + in_words(type, shape.data(), shape.size()) +
                              "; got " + in_words(buffer.element_type(), got.begin(), got.size()));
}

// Buffers taken one after the other.
class Arguments {
 public:
  explicit Arguments(ffi::RemainingArgs buffers) : buffers_(buffers) {}

  ffi::AnyBuffer take(const char* name) {
    if (next_ == buffers_.size()) throw std::invalid_argument("`" + std::string(name) + "`: no such argument was given");
    return buffers_.get<ffi::AnyBuffer>(next_++).value();
  }
  // One whose extents it says itself; the last of them is a multiple of `blocks`.
  ffi::AnyBuffer of_rank(const char* name, ffi::DataType type, std::size_t rank, const std::string& expected, int blocks = 1) {
    const ffi::AnyBuffer buffer = take(name);
    const auto got = buffer.dimensions();
    if (buffer.element_type() == type && got.size() == rank && got[rank - 1] % blocks == 0) return buffer;
    throw std::invalid_argument("`" + std::string(name) + "`: expected " + expected + "; got " +
                                in_words(buffer.element_type(), got.begin(), got.size()));
  }
  const float* floats(const char* name, const Shape& shape) { return of_shape<float>(name, ffi::F32, shape); }
  // Null for an empty vector, which stands for nothing but zeros.
  const float* floats_or_zeros(const char* name, const Shape& shape) {
    const ffi::AnyBuffer buffer = take(name);
    const auto got = buffer.dimensions();
    if (got.size() == 1 && got[0] == 0) return nullptr;
    check(buffer, name, ffi::F32, shape);
    return static_cast<const float*>(buffer.untyped_data());
  }
  const std::int32_t* integers(const char* name, const Shape& shape) {
    return of_shape<std::int32_t>(name, ffi::S32, shape);
  }
  const std::uint8_t* booleans(const char* name, const Shape& shape) {
    return of_shape<std::uint8_t>(name, ffi::PRED, shape);
  }
  void finish() const {
    if (next_ == buffers_.size()) return;
    throw std::invalid_argument("expected " + std::to_string(next_) + " arguments; got " + std::to_string(buffers_.size()));
  }

 private:
  template <class Number>
  const Number* of_shape(const char* name, ffi::DataType type, const Shape& shape) {
    const ffi::AnyBuffer buffer = take(name);
    check(buffer, name, type, shape);
    return static_cast<const Number*>(buffer.untyped_data());
  }

  ffi::RemainingArgs buffers_;
  std::size_t next_ = 0;
};

class Results {
 public:
  explicit Results(ffi::RemainingRets buffers) : buffers_(buffers) {}

  // The first extent of the next one, where the call alone knows it; 0 if there is none.
  std::int64_t extent() const {
    if (next_ == buffers_.size()) return 0;
    const auto shape = buffers_.get<ffi::AnyBuffer>(next_).value()->dimensions();
    return shape.size() == 0 ? 0 : shape[0];
  }
  // The first two, of texts and their steps.
  std::pair<std::int64_t, std::int64_t> extents() const {
    if (next_ == buffers_.size()) return {0, 0};
    const auto shape = buffers_.get<ffi::AnyBuffer>(next_).value()->dimensions();
    return shape.size() < 2 ? std::pair<std::int64_t, std::int64_t>{0, 0} : std::pair{shape[0], shape[1]};
  }
  float* floats(const char* name, const Shape& shape) {
    if (next_ == buffers_.size()) throw std::invalid_argument("`" + std::string(name) + "`: no such result was asked for");
    ffi::Result<ffi::AnyBuffer> buffer = buffers_.get<ffi::AnyBuffer>(next_++).value();
    check(*buffer, name, ffi::F32, shape);
    return static_cast<float*>(buffer->untyped_data());
  }
  void finish() const {
    if (next_ == buffers_.size()) return;
    throw std::invalid_argument("expected " + std::to_string(next_) + " results; got " + std::to_string(buffers_.size()));
  }

 private:
  ffi::RemainingRets buffers_;
  std::size_t next_ = 0;
};

}  // namespace elman
