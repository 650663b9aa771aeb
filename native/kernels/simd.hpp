// One register of floats, and the functions of it that cells are made of. Answering has others (runtime/lanes.hpp): here
// rows are of any width, so that the last register of each is masked, and the functions have smaller errors.
//
// Nothing here or in what includes it may be shared between instruction sets: it all lives in their namespace, and
// calls no function of the standard library, of which the linker would keep one copy for all.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ELMAN_INLINE inline __attribute__((always_inline))
#define ELMAN_UNROLL _Pragma("GCC unroll 16")

namespace elman::ELMAN_ISA {

// Floats of a register, and sums that a tile may hold: all registers but those of a panel and of a factor.
#if defined(__AVX512F__)
constexpr int lanes = 16, accumulators = 24;
#elif defined(__AVX2__)
constexpr int lanes = 8, accumulators = 12;
#elif defined(__aarch64__)
constexpr int lanes = 4, accumulators = 24;
#else
constexpr int lanes = 4, accumulators = 12;
#endif

typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));
typedef float Unaligned __attribute__((vector_size(lanes * sizeof(float)), aligned(alignof(float)), may_alias));
typedef std::int32_t Integers __attribute__((vector_size(lanes * sizeof(float))));

// Units next to each other that share a register; `count` of its lanes are theirs.
struct Units {
  std::int64_t first;
  int count;
};

ELMAN_INLINE Units units_at(std::int64_t first, std::int64_t hidden) {
  const std::int64_t left = hidden - first;
  return {first, left < lanes ? static_cast<int>(left) : lanes};
}

#if defined(__AVX2__) && !defined(__AVX512F__)
ELMAN_INLINE __m256i lanes_below(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
#endif

// The numbers of some units; zero in the other lanes.
ELMAN_INLINE Vector load(const float* from, Units units) {
  from += units.first;
  if (units.count == lanes) return *reinterpret_cast<const Unaligned*>(from);
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << units.count) - 1), from);
#elif defined(__AVX2__)
  return _mm256_maskload_ps(from, lanes_below(units.count));
#else
  Vector values = {};
  for (int lane = 0; lane < units.count; ++lane) values[lane] = from[lane];
  return values;
#endif
}

ELMAN_INLINE void store(float* to, Units units, Vector values) {
  to += units.first;
  if (units.count == lanes) {
    *reinterpret_cast<Unaligned*>(to) = values;
    return;
  }
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << units.count) - 1), values);
#elif defined(__AVX2__)
  _mm256_maskstore_ps(to, lanes_below(units.count), values);
#else
  for (int lane = 0; lane < units.count; ++lane) to[lane] = values[lane];
#endif
}

// 1 / x for x in [1, 2^100], to 1.2e-7 of it.
ELMAN_INLINE Vector reciprocal(Vector x) {
#if defined(__AVX512F__)
  const Vector guess = _mm512_maskz_rcp14_ps(static_cast<__mmask16>(-1), x);
  return guess * (2.0f - x * guess);
#else
  return 1.0f / x;
#endif
}

// The nearest number between -limit and limit; what is no number stays none.
ELMAN_INLINE Vector within(Vector x, float limit) {
#if defined(__AVX512F__)
  constexpr auto all = static_cast<__mmask16>(-1);
  return _mm512_maskz_max_ps(all, -limit + Vector{}, _mm512_maskz_min_ps(all, limit + Vector{}, x));
#else
  x = x > limit ? limit + Vector{} : x;
  return x < -limit ? -limit + Vector{} : x;
#endif
}

// 1 / (1 + e^(-factor x)), to an absolute 1.8e-7: e^y is 2^n 2^r, with a whole n, |r| <= 1/2, and a polynomial of degree 5 for 2^r.
ELMAN_INLINE Vector logistic(Vector x, float factor) {
  constexpr float limit = 30.0f;        // beyond it, it is 0 or 1 to that error
  constexpr float shift = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number, in the lowest bits
  const float scale = -1.44269504f * factor;
  x = within(x, limit / factor);
  const Vector shifted = x * scale + shift, r = x * scale - (shifted - shift);
  Vector sum = r * 1.32647262e-3f + 9.67151285e-3f;
  sum = r * sum + 5.55073358e-2f;
  sum = r * sum + 2.40222426e-1f;
  sum = r * sum + 6.93146974e-1f;
  sum = r * sum + 1.0f;
  const Integers power = reinterpret_cast<Integers>(sum) + (reinterpret_cast<Integers>(shifted) << 23);
  return reciprocal(1.0f + reinterpret_cast<Vector>(power));
}

ELMAN_INLINE Vector sigmoid(Vector x) { return logistic(x, 1.0f); }

// (e^x - e^-x) / (e^x + e^-x), to an absolute 3e-7.
ELMAN_INLINE Vector tanh(Vector x) { return 2.0f * logistic(x, 2.0f) - 1.0f; }

ELMAN_INLINE Vector relu(Vector x) { return x < 0.0f ? Vector{} : x; }  // what is no number stays none

}  // namespace elman::ELMAN_ISA
