// A token as the network and the linear reader see it: its features' ids and the sum of their rows.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dictionary.hpp"

namespace elman {

struct Token {
  const float* sum = nullptr;          // of the rows of the features that the network embeds, `row_width` floats
  const float* pair_sum = nullptr;     // the row of the pair with the word before it, where that is embedded
  const std::uint32_t* ids = nullptr;  // of all features
  std::uint32_t count = 0;             // how many they are, the pair not counted
  std::uint32_t heard = 0;             // how many of them are in `sum`
  std::uint32_t pair_id = kNone;       // of the pair, where that is known
};

}  // namespace elman
