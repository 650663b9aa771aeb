// Token vectors: the sum of the rows of a token's kept features over the root of their number, and the way back.
#pragma once

#include <cstdint>

#include "core/isa.hpp"

namespace elman {

// Rows of a table summed for each token: its features' ids stand one token's after the other's.
struct TokenRows {
  std::int64_t tokens, width;
  const std::int32_t* ids;
  const std::int32_t* counts;     // [tokens]
  const std::uint8_t* kept;       // for each feature, whether it is not left out
};

// The functions that are compiled once for each instruction set.
struct TokenVectors {
  void (*forward)(const TokenRows&, const float* table, float* vectors);
  // Adds to what `d_table` holds.
  void (*backward)(const TokenRows&, const float* d_vectors, float* d_table);
};

ELMAN_FOR_EACH_ISA(extern const TokenVectors token_vectors;)

}  // namespace elman
