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

// Lengths as they count, by text: within 0 and the time there is. Problems point into them, so that neither they nor what
// holds them can be copied.
class Lengths {
 public:
  Lengths(const std::int32_t* given, std::int64_t batch, std::int64_t time) : lengths_(given, given + batch) {
    for (std::int32_t& length : lengths_) length = static_cast<std::int32_t>(std::clamp<std::int64_t>(length, 0, time));
  }
  Lengths(const Lengths&) = delete;
  Lengths& operator=(const Lengths&) = delete;

  const std::int32_t* data() const { return lengths_.data(); }
  std::int64_t batch() const { return static_cast<std::int64_t>(lengths_.size()); }
  std::int64_t sum() const { return std::accumulate(lengths_.begin(), lengths_.end(), std::int64_t{0}); }
  std::int32_t operator[](std::int64_t text) const { return lengths_[static_cast<std::size_t>(text)]; }

 private:
  std::vector<std::int32_t> lengths_;
};

struct Texts {
  Lengths lengths;
  std::vector<std::int32_t> order;  // texts, the longest first

  Texts(const std::int32_t* given, Extents extents)
      : lengths(given, extents.batch, extents.time), order(static_cast<std::size_t>(extents.batch)) {
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int one, int other) { return lengths[one] > lengths[other]; });
  }

  std::int64_t groups() const {
    const std::int64_t batch = lengths.batch(), together = texts_together(batch);
    return (batch + together - 1) / together;
  }
  Rows group(std::int64_t each) const {
    const std::int64_t batch = lengths.batch(), together = texts_together(batch);
    return {order.data() + each * together, static_cast<int>(std::min(together, batch - each * together))};
  }
  std::int64_t real_steps() const { return lengths.sum(); }
};

}  // namespace elman
