// The linear reader's sums over the set of a text's features: `Kernels::add_features`.
#include <array>

#include "lanes.hpp"
#include "loops.hpp"

namespace elman::ELMAN_ISA {

namespace {

using Pair = float __attribute__((vector_size(8)));
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
  constexpr std::size_t chunks = 64 / kLanes;  // of a word
  IntLanes lane_bits;
  for (std::size_t lane = 0; lane < kLanes; ++lane) lane_bits[lane] = 1 << lane;
  for (std::size_t each = 0; each < tables.count; ++each) {
    const float* plane = tables.planes + each * FeatureSet::kFrequent;
    Lanes sums[2]{};  // two, so that not every addition waits for the one before
    for (const std::uint64_t word : set) {
#pragma GCC unroll 16
      for (std::size_t chunk = 0; chunk < chunks; ++chunk, plane += kLanes) {
        const IntLanes chosen = (IntLanes{} + static_cast<std::int32_t>(word >> chunk * kLanes)) & lane_bits;
        sums[chunk % 2] += chosen != 0 ? load(plane) : Lanes{};
      }
    }
    total[each] += sum_of(sums[0] + sums[1]);
  }
}

// Writes the ids of the rare features, one token's after the other's. Whole registers are copied: how many count is
// different for each token, and a guess of it would often be wrong.
std::uint32_t* copy_rare(const Token* tokens, std::size_t steps, std::uint32_t* list) {
  constexpr std::size_t at_once = FeatureSet::kReadable;
  for (std::size_t step = 0; step < steps; ++step) {
    const FeatureSet& set = *tokens[step].features;
    std::memcpy(list, set.rare(), at_once * sizeof *list);
    if (set.rare_count > at_once) [[unlikely]] {
      std::memcpy(list + at_once, set.rare() + at_once, (set.rare_count - at_once) * sizeof *list);
    }
    list += set.rare_count;
    *list = tokens[step].pair;
    list += tokens[step].pair != kNone;
  }
  return list;
}

// Gives the id of a feature the first time it is asked for, and otherwise that of a row of zeros: whether a feature was
// there before is beyond guessing. A stamp of `now` tells.
std::uint32_t if_new(std::uint32_t id, const FeatureTables& tables, std::uint8_t* stamps, std::uint8_t now) {
  const std::uint32_t found = stamps[id] == now ? tables.zeros : id;
  stamps[id] = now;
  return found;
}

// Rows that fit a register: the total stays in registers.
template <typename Row>
void add_short_rows(const std::uint32_t* list, const std::uint32_t* end, const FeatureTables& tables,
                    std::uint8_t* stamps, std::uint8_t now, float* total) {
  const auto row = [&](std::uint32_t id) {
    Row numbers;
    const std::size_t place = if_new(id, tables, stamps, now);
    std::memcpy(&numbers, tables.rows + place * (sizeof numbers / sizeof *tables.rows), sizeof numbers);
    return numbers;
  };
  Row sums[4]{};  // four, so that not every addition waits for the one before
  for (; end - list >= 4; list += 4) {
#pragma GCC unroll 4
    for (std::size_t each = 0; each < 4; ++each) sums[each] += row(list[each]);
  }
  for (; list != end; ++list) sums[0] += row(*list);
  Row sum;
  std::memcpy(&sum, total, sizeof sum);
  sum += (sums[0] + sums[1]) + (sums[2] + sums[3]);
  std::memcpy(total, &sum, sizeof sum);
}

void add_rows(const std::uint32_t* list, const std::uint32_t* end, const FeatureTables& tables, std::uint8_t* stamps,
              std::uint8_t now, float* total) {
  if (tables.stride == 2) return add_short_rows<Pair>(list, end, tables, stamps, now, total);
  if (tables.stride == 4) return add_short_rows<Quad>(list, end, tables, stamps, now, total);
  for (; list != end; ++list) {
    const float* row = tables.rows + if_new(*list, tables, stamps, now) * tables.stride;
    for (std::size_t column = 0; column < tables.stride; ++column) total[column] += row[column];
  }
}

}  // namespace

void add_features(const Token* tokens, std::size_t steps, const FeatureTables& tables, std::uint8_t* stamps,
                  std::uint8_t now, std::uint32_t* list, float* total) {
  add_frequent(any_of(tokens, steps), tables, total);
  add_rows(list, copy_rare(tokens, steps, list), tables, stamps, now, total);
}

}  // namespace elman::ELMAN_ISA
