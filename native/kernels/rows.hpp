// Where a step's numbers stand: pointers to the rows of one text at one time.
#pragma once

#include "kernels/problem.hpp"
#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {

ELMAN_INLINE std::int64_t place(Order order, std::int64_t time, std::int64_t text) {
  return time * order.by_time + text * order.by_text;
}

// A cell has no use for an array that is null.
ELMAN_INLINE float* at(float* rows, std::int64_t row, std::int64_t width) { return rows == nullptr ? nullptr : rows + row * width; }
ELMAN_INLINE const float* at(const float* rows, std::int64_t row, std::int64_t width) {
  return rows == nullptr ? nullptr : rows + row * width;
}

// The state with which a step of a text begins.
template <class Problem>
ELMAN_INLINE const float* before(const Problem& problem, const float* initial, const float* states, std::int64_t time,
                                 std::int64_t text) {
  const std::int64_t size = problem.extents.hidden;
  return time == 0 ? at(initial, text, size) : at(states, place(problem.order, time - 1, text), size);
}

ELMAN_INLINE std::int64_t projected_row(const Read& read, Extents extents, std::int64_t time, std::int64_t text) {
  const std::int64_t step = time * extents.batch + text;
  return read.projected_rows == nullptr ? step : read.projected_rows[step];
}

ELMAN_INLINE std::int64_t input_row(const Read& read, Extents extents, std::int32_t length, std::int64_t time, std::int64_t text) {
  return text * extents.time + (read.reversed ? length - 1 - time : time);
}

// How many of the texts, the longest first, are running at a time; they were `count` or fewer before it.
ELMAN_INLINE int running(Rows rows, const std::int32_t* lengths, std::int64_t time, int count) {
  while (count > 0 && lengths[rows.texts[count - 1]] <= time) --count;
  return count;
}

}  // namespace elman::ELMAN_ISA
