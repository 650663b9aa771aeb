// Token vectors laid out in the order of the texts, before a recurrence reads them. Only real steps are computed.
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

// The functions that are compiled once for each instruction set.
struct PlaceTokens {
  void (*forward)(const Placing&, const float* vectors, float* placed);
  // Adds to what `d_vectors` holds.
  void (*backward)(const Placing&, const float* d_placed, float* d_vectors);
};

ELMAN_FOR_EACH_ISA(extern const PlaceTokens place_tokens;)

}  // namespace elman
