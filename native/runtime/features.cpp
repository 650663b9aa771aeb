// The linear reader's sums over the set of a text's features: `Kernels::add_features`.
#include <algorithm>
#include <array>
#include <bit>

#include "lanes.hpp"
#include "loops.hpp"

namespace elman::ELMAN_ISA {

namespace {

using Frequent = std::array<std::uint64_t, FeatureSet::kFrequent / 64>;

// total[n] += plane n's numbers under the set bits.
void add_frequent(const Frequent& set, const FeatureTables& tables, double* total) {
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
template <typename Id>
Id* copy_rare(const Token& token, std::size_t stride, Id* list) {
  constexpr std::size_t at_once = FeatureSet::kReadable;
  const FeatureSet& set = *token.features;
  const Id* rare = set.rare<Id>(stride);
  std::memcpy(list, rare, at_once * sizeof *list);
  if (set.rare_count > at_once) [[unlikely]] {
    std::memcpy(list + at_once, rare + at_once, (set.rare_count - at_once) * sizeof *list);
  }
  list += set.rare_count;
  *list = static_cast<Id>(token.pair);
  return list + (token.pair != kNone);
}

// total += the rows of numbers of the rare features, so often as tokens have them; writes their ids, and the frequent ones
// as bits.
template <typename Id>
Id* add_rare(const Token* tokens, std::size_t steps, const FeatureTables& tables, Id* list, Frequent& frequent,
             double* total) {
  const std::uint32_t zeros = tables.features;
  const auto take = [&](const Token& token, std::size_t stride) {
    for (std::size_t word = 0; word < frequent.size(); ++word) frequent[word] |= token.features->frequent[word];
    list = copy_rare(token, stride, list);
    return tables.rows + std::size_t{std::min(token.pair, zeros)} * stride;
  };
  if (tables.stride == 2) {  // which stay in registers
    double scale = 0, weight = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      const double* sum = tokens[step].features->sum();
      const float* pair = take(tokens[step], 2);
      scale += sum[0] + pair[0];
      weight += sum[1] + pair[1];
    }
    total[0] += scale;
    total[1] += weight;
    return list;
  }
  for (std::size_t step = 0; step < steps; ++step) {
    const double* sum = tokens[step].features->sum();
    const float* pair = take(tokens[step], tables.stride);
    for (std::size_t each = 0; each < tables.stride; ++each) total[each] += sum[each] + pair[each];
  }
  return list;
}

// total -= the rows of numbers of the features that stand in the list a second time, a third, ...: whether one was there
// before is beyond guessing, and a stamp of `now` tells. Bytes, and not bits: of two features that share one, the second
// would wait for the first.
template <typename Id>
void take_again(const Id* list, const Id* end, const FeatureTables& tables, std::size_t stride, std::uint8_t* stamps,
                std::uint8_t now, double* total) {
  constexpr std::size_t at_once = 64;
  for (; list < end; list += at_once) {
    const std::size_t count = std::min(at_once, static_cast<std::size_t>(end - list));
    std::uint64_t again = 0;  // bits, the last feature's the highest
#pragma GCC unroll 8
    for (std::size_t each = 0; each < count; ++each) {
      again = again >> 1 | std::uint64_t{stamps[list[each]] == now} << (at_once - 1);
      stamps[list[each]] = now;
    }
    for (again >>= at_once - count; again != 0; again &= again - 1) {
      const float* row = tables.rows + list[std::countr_zero(again)] * stride;
      for (std::size_t each = 0; each < stride; ++each) total[each] -= row[each];
    }
  }
}

template <typename Id>
void add_once(const Token* tokens, std::size_t steps, const FeatureTables& tables, std::uint8_t* stamps,
              std::uint8_t now, Id* list, double* total) {
  Frequent frequent{};
  const Id* const end = add_rare(tokens, steps, tables, list, frequent, total);
  add_frequent(frequent, tables, total);
  if (tables.stride == 2) {  // as above
    double pair[2] = {total[0], total[1]};
    take_again(list, end, tables, 2, stamps, now, pair);
    std::copy_n(pair, 2, total);
  } else {
    take_again(list, end, tables, tables.stride, stamps, now, total);
  }
}

}  // namespace

void add_features(const Token* tokens, std::size_t steps, const FeatureTables& tables, std::uint8_t* stamps,
                  std::uint8_t now, std::uint32_t* list, double* total) {
  if (tables.narrow) {
    add_once(tokens, steps, tables, stamps, now, reinterpret_cast<std::uint16_t*>(list), total);
  } else {
    add_once(tokens, steps, tables, stamps, now, list, total);
  }
}

}  // namespace elman::ELMAN_ISA
