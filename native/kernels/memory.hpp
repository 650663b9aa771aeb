// Copying, clearing and prefetching rows of floats, by what the compiler knows itself.
#pragma once

#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {

ELMAN_INLINE void copy(float* to, const float* from, std::int64_t count) {
  __builtin_memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
}
ELMAN_INLINE void clear(float* to, std::int64_t count) {
  __builtin_memset(to, 0, static_cast<std::size_t>(count) * sizeof(float));
}

// Have a row brought into the second cache: of rows read in turns, the processor does not foresee which comes next.
ELMAN_INLINE void prefetch(const float* row, std::int64_t count) {
  constexpr std::int64_t line = 64 / sizeof(float);
  constexpr int to_read = 0, second_cache = 2;
  for (std::int64_t first = 0; first < count; first += line) __builtin_prefetch(row + first, to_read, second_cache);
}

}  // namespace elman::ELMAN_ISA
