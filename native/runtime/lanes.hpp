// As many floats as one register holds, and the functions of them that cells need. Training has others
// (kernels/simd.hpp): here rows are padded to whole registers, so that nothing is masked, and an error of 4e-7 will do.
//
// Included by files compiled once for each instruction set, inside whose namespace all of it stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace elman::ELMAN_ISA {

#if defined(__AVX512F__)
inline constexpr std::size_t kLanes = 16;
#elif defined(__AVX__)
inline constexpr std::size_t kLanes = 8;
#else
inline constexpr std::size_t kLanes = 4;
#endif

using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));
using Quad = float __attribute__((vector_size(4 * sizeof(float))));
using IntLanes = std::int32_t __attribute__((vector_size(kLanes * sizeof(float))));

static inline Lanes load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

static inline void store(float* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

static inline Lanes all(float value) { return Lanes{} + value; }

static inline float sum_of(Lanes lanes) {
  Quad parts[kLanes / 4];
  std::memcpy(parts, &lanes, sizeof lanes);
  for (std::size_t half = kLanes / 8; half > 0; half /= 2) {
    for (std::size_t each = 0; each < half; ++each) parts[each] += parts[half + each];
  }
  return (parts[0][0] + parts[0][1]) + (parts[0][2] + parts[0][3]);
}

// Of each pair, `one` where that is no number.
static inline Lanes larger(Lanes one, Lanes other) { return other > one ? other : one; }

// e^x to 2 units in the last place; x is taken as at least -87 and at most 87.
static inline Lanes exp(Lanes x) {
  x = x > 87.0f ? all(87.0f) : x;
  x = x < -87.0f ? all(-87.0f) : x;
  constexpr float round_to_whole = 12582912.0f;  // 1.5 * 2^23: adding it leaves no room for a fraction
  const Lanes whole = (x * 1.44269504f + round_to_whole) - round_to_whole;
  const Lanes rest = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  Lanes series = rest * 1.9875691500e-4f + 1.3981999507e-3f;  // Cephes' expf
  series = series * rest + 8.3334519073e-3f;
  series = series * rest + 4.1665795894e-2f;
  series = series * rest + 1.6666665459e-1f;
  series = series * rest + 5.0000001201e-1f;
  series = series * (rest * rest) + rest + 1.0f;
  const IntLanes power = (__builtin_convertvector(whole, IntLanes) + 127) << 23;
  return series * reinterpret_cast<Lanes>(power);
}

// 1 / x to 2 units in the last place, for positive x that is not near either end: a guess from the exponent, then
// Newton's steps, which together take less time than a division does.
static inline Lanes reciprocal(Lanes x) {
  Lanes guess = reinterpret_cast<Lanes>(0x7ef311c7 - reinterpret_cast<IntLanes>(x));
  for (int step = 0; step < 3; ++step) guess = guess * (2.0f - x * guess);
  return guess;
}

// Both within 4e-7 of the function, anywhere.
static inline Lanes sigmoid(Lanes x) { return reciprocal(1.0f + exp(-x)); }
static inline Lanes tanh(Lanes x) { return 2.0f * sigmoid(2.0f * x) - 1.0f; }

}  // namespace elman::ELMAN_ISA
