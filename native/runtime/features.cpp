// The linear reader's sums over the set of a text's features: `Kernels::add_features`.
#include <array>

#include "lanes.hpp"
#include "loops.hpp"

namespace elman::ELMAN_ISA {

namespace {

using Quad = float __attribute__((vector_size(16)));
using IntQuad = std::int32_t __attribute__((vector_size(16)));
using Frequent = std::array<std::uint64_t, FeatureSet::kFrequent / 64>;

Frequent any_of(const Token* tokens, std::size_t steps) {
  Frequent all{};
  for (std::size_t step = 0; step < steps; ++step) {
    for (std::size_t word = 0; word < all.size(); ++word) all[word] |= tokens[step].features->frequent[word];
  }
  return all;
}

// total[n] += plane n's numbers under the set bits.
void add_frequent(const Frequent& set, const FeatureTables& tables, float* total) {
  IntLanes lane_bits;
  for (std::size_t lane = 0; lane < kLanes; ++lane) lane_bits[lane] = 1 << lane;
  const auto chosen = [&](std::size_t chunk) {
    const std::size_t bit = chunk * kLanes;
    return (IntLanes{} + static_cast<std::int32_t>(set[bit / 64] >> bit % 64)) & lane_bits;
  };
  for (std::size_t each = 0; each < tables.count; ++each) {
    const float* plane = tables.planes + each * FeatureSet::kFrequent;
    Lanes sums[4]{};  // several, so that no addition waits for the one before
    for (std::size_t chunk = 0; chunk < FeatureSet::kFrequent / kLanes; ++chunk) {
      sums[chunk % 4] += chosen(chunk) != 0 ? load(plane + chunk * kLanes) : Lanes{};
    }
    total[each] += sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
  }
}

template <typename Each>
void for_rare(const Token* tokens, std::size_t steps, Each each) {
  for (std::size_t step = 0; step < steps; ++step) {
    const FeatureSet& set = *tokens[step].features;
    const std::uint32_t* ids = set.rare();
    for (std::size_t place = 0; place < set.rare_count; ++place) each(ids[place]);
  }
}

// One quarter of a row for up to three classes is the usual, and then the total stays in a register.
void add_rare(const Token* tokens, std::size_t steps, const FeatureTables& tables, std::uint64_t* seen, float* total) {
  const auto is_new = [=](std::uint32_t id) {
    const std::uint64_t word = seen[id / 64], bit = std::uint64_t{1} << id % 64;
    seen[id / 64] = word | bit;
    return (word & bit) == 0;
  };
  if (tables.stride == 4) {
    Quad sums[2]{};
    std::size_t turn = 0;
    for_rare(tokens, steps, [&](std::uint32_t id) {
      IntQuad row;
      std::memcpy(&row, tables.rows + id * std::size_t{4}, sizeof row);
      sums[turn++ % 2] += reinterpret_cast<Quad>(row & (IntQuad{} - std::int32_t{is_new(id)}));  // no branch to mispredict
    });
    Quad sum;
    std::memcpy(&sum, total, sizeof sum);
    sum += sums[0] + sums[1];
    std::memcpy(total, &sum, sizeof sum);
    return;
  }
  for_rare(tokens, steps, [&](std::uint32_t id) {
    if (!is_new(id)) return;
    for (std::size_t column = 0; column < tables.stride; ++column) total[column] += tables.rows[id * tables.stride + column];
  });
}

}  // namespace

void add_features(const Token* tokens, std::size_t steps, const FeatureTables& tables, std::uint64_t* seen,
                  std::size_t words, float* total) {
  add_frequent(any_of(tokens, steps), tables, total);
  add_rare(tokens, steps, tables, seen, total);
  constexpr std::size_t kQuickToClear = 1024;
  if (words <= kQuickToClear) {
    std::memset(seen, 0, words * sizeof *seen);
  } else {
    for_rare(tokens, steps, [=](std::uint32_t id) { seen[id / 64] = 0; });
  }
}

}  // namespace elman::ELMAN_ISA
