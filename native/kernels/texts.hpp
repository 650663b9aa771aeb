// The texts of a batch by length: what is stepped together, and which steps are real.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "kernels/problem.hpp"

namespace elman {

// How many texts a task steps together: it depends on nothing but the batch, so results do not depend on the number of threads.
constexpr std::int64_t texts_together(std::int64_t batch) { return batch >= 32 ? most_together : most_together / 2; }

// Lengths as they count: within 0 and the time there is.
inline std::vector<std::int32_t> within_time(const std::int32_t* given, std::int64_t batch, std::int64_t time) {
  std::vector<std::int32_t> lengths(given, given + batch);
  for (std::int32_t& length : lengths) length = static_cast<std::int32_t>(std::clamp<std::int64_t>(length, 0, time));
  return lengths;
}

struct Texts {
  std::vector<std::int32_t> lengths;  // by text, within 0 and time
  std::vector<std::int32_t> order;    // texts, the longest first

  Texts(const Texts&) = delete;  // problems point into it
  Texts& operator=(const Texts&) = delete;
  Texts(const std::int32_t* given, Extents extents)
      : lengths(within_time(given, extents.batch, extents.time)), order(extents.batch) {
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int one, int other) { return lengths[one] > lengths[other]; });
  }

  std::int64_t groups() const {
    const auto batch = static_cast<std::int64_t>(order.size()), together = texts_together(batch);
    return (batch + together - 1) / together;
  }
  Rows group(std::int64_t each) const {
    const auto batch = static_cast<std::int64_t>(order.size()), together = texts_together(batch);
    return {order.data() + each * together, static_cast<int>(std::min(together, batch - each * together))};
  }
  std::int64_t real_steps() const { return std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0}); }
};

}  // namespace elman
