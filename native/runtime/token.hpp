// A token as the network and the linear reader see it, each with a part of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace elman {

// The features of a token as the linear reader takes them: the frequent ones as bits, the others by their ids, and the sum
// of the latter's numbers. Behind it stand that sum, as doubles, and the ids.
struct FeatureSet {
  static constexpr std::uint32_t kFrequent = 256;  // ids below it are bits; ids are given out by frequency
  static constexpr std::uint32_t kReadable = 16;   // ids that may be read, whether or not there are as many
  std::array<std::uint64_t, kFrequent / 64> frequent{};
  std::uint64_t rare_count = 0;

  const double* sum() const { return reinterpret_cast<const double*>(this + 1); }
  double* sum() { return reinterpret_cast<double*>(this + 1); }
  template <typename Id>
  const Id* rare(std::size_t numbers) const {  // behind a sum of so many numbers
    return reinterpret_cast<const Id*>(sum() + numbers);
  }
};

inline constexpr std::uint32_t kNone = UINT32_MAX;  // no feature, or no word

struct Token {
  const float* row = nullptr;            // what the network reads of it, `Network::row_width` floats; null: no token
  const FeatureSet* features = nullptr;  // null where there is no linear reader
  std::uint32_t pair = kNone;            // a feature more, for the linear reader alone; none of the frequent ones
};

}  // namespace elman
