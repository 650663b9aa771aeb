// What stands around a recurrence, text by text: token vectors laid out in the order of the texts, and the states at
// all steps made one vector. Only real steps are computed.
#pragma once

#include <cstdint>

#include "core/isa.hpp"

namespace elman {

// Token vectors at their places: to[text, time] = scale[text, time] * vectors[token_ids[text, time]].
struct Placing {
  std::int64_t batch, time, width;
  const std::int32_t* token_ids;  // [batch, time]
  const std::int32_t* lengths;    // [batch], within 0 and time
  const float* scale;             // [batch, time]
};

// States to pool, [batch, time, width], of which each text has its own number of real ones.
struct PooledStates {
  std::int64_t batch, time, width;
  const std::int32_t* lengths;    // [batch], within 0 and time
  const float* states;
};

// The functions that are compiled once for each instruction set.
struct Around {
  void (*place)(const Placing&, const float* vectors, float* placed);
  // Adds to what `d_vectors` holds.
  void (*place_back)(const Placing&, const float* d_placed, float* d_vectors);

  // Mean and maximum of each unit over the real steps, zeros without any; and how many of the steps are the highest.
  void (*pool)(const PooledStates&, float* mean, float* highest, float* ties);
  void (*pool_back)(const PooledStates&, const float* highest, const float* ties, const float* d_mean, const float* d_highest,
                    float* d_states);
};

namespace baseline { extern const Around around; }
#if defined(ELMAN_HAS_AVX)
namespace avx2 { extern const Around around; }
namespace avx512 { extern const Around around; }
#endif

inline const Around& around_for(Isa isa) {
  switch (isa) {
#if defined(ELMAN_HAS_AVX)
    case Isa::avx512: return avx512::around;
    case Isa::avx2: return avx2::around;
#endif
    default: return baseline::around;
  }
}

}  // namespace elman
