// A token as the network and the linear reader see it, each with a part of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace elman {

// The features of a token as the linear reader takes them: the frequent ones as bits, the others by their ids.
struct FeatureSet {
  static constexpr std::uint32_t kFrequent = 512;  // ids below it are bits; ids are given out by frequency
  std::array<std::uint64_t, kFrequent / 64> frequent{};
  std::uint64_t rare_count = 0;

  const std::uint32_t* rare() const { return reinterpret_cast<const std::uint32_t*>(this + 1); }
  std::uint32_t* rare() { return reinterpret_cast<std::uint32_t*>(this + 1); }
};

struct Token {
  const float* row = nullptr;            // what the network reads of it, `Network::row_width` floats
  const FeatureSet* features = nullptr;  // null where there is no linear reader
  const std::uint32_t* ids = nullptr;    // of its features
  std::uint32_t count = 0;               // how many they are
};

}  // namespace elman
