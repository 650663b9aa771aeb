// A token as the network and the linear reader see it, each with a part of its own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace elman {

// The features of a token that the linear reader reads: how many there are, and behind it the sum of their numbers, as
// doubles, and their ids.
struct FeatureSet {
  static constexpr std::uint32_t kReadable = 8;  // ids that may be read, whether or not there are as many
  std::uint64_t count = 0;

  const double* sum() const { return reinterpret_cast<const double*>(this + 1); }
  double* sum() { return reinterpret_cast<double*>(this + 1); }
  template <typename Id>
  const Id* ids(std::size_t numbers) const {  // behind a sum of so many numbers
    return reinterpret_cast<const Id*>(sum() + numbers);
  }
  template <typename Id>
  Id* ids(std::size_t numbers) {
    return reinterpret_cast<Id*>(sum() + numbers);
  }
};

inline constexpr std::uint32_t kNone = UINT32_MAX;  // no feature, or no word

struct Token {
  const float* row = nullptr;            // what the network reads of it, `Network::row_width` floats; null: no token
  const FeatureSet* features = nullptr;  // null where there is no linear reader
  std::uint32_t pair = kNone;            // a feature more, for the linear reader alone
};

}  // namespace elman
