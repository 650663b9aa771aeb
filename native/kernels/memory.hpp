// Copying and clearing rows of floats, by what the compiler knows itself.
#pragma once

#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {

ELMAN_INLINE void copy(float* to, const float* from, std::int64_t count) {
  __builtin_memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
}
ELMAN_INLINE void clear(float* to, std::int64_t count) {
  __builtin_memset(to, 0, static_cast<std::size_t>(count) * sizeof(float));
}

}  // namespace elman::ELMAN_ISA
