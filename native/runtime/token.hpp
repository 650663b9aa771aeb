// A token as the network and the linear reader see it: its features' ids and the sum of their rows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace elman {

struct Token {
  const float* sum = nullptr;          // of the features' rows, `Network::row_width` floats
  const float* pair_sum = nullptr;     // the row of the pair with the word before it, where that is known
  const std::uint32_t* ids = nullptr;  // of the features
  std::uint32_t count = 0;             // how many they are, the pair not counted
  std::uint32_t pair_id = 0;           // of the pair, where `pair_sum` is not null
};

}  // namespace elman
