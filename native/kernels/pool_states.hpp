// The states at all steps of a text made one vector. Only real steps count.
#pragma once

#include <cstdint>

#include "core/isa.hpp"

namespace elman {

// States to pool, [batch, time, width], of which each text has its own number of real ones.
struct Pooling {
  std::int64_t batch, time, width;
  const std::int32_t* lengths;    // [batch], within 0 and time
  const float* states;
};

// The functions that are compiled once for each instruction set.
struct PoolStates {
  // Mean and maximum of each unit over the real steps, zeros without any; and how many of the steps are the highest.
  void (*forward)(const Pooling&, float* mean, float* highest, float* ties);
  void (*backward)(const Pooling&, const float* highest, const float* ties, const float* d_mean, const float* d_highest,
                   float* d_states);
};

ELMAN_FOR_EACH_ISA(extern const PoolStates pool_states;)

}  // namespace elman
