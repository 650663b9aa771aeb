// The linear reader's sums over the set of a text's features: `Loops::add_features`.
#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/isa_loops.hpp"

namespace elman::ELMAN_ISA {

namespace {

// Writes the ids of a token's features behind those of the tokens before it. Whole registers are copied: how many count is
// different for each token, and a branch on it would often be mispredicted.
template <typename Id>
Id* copy_ids(const Token& token, std::size_t stride, Id* list) {
  constexpr std::size_t at_once = FeatureSet::kReadable;
  const FeatureSet& set = *token.features;
  const Id* ids = set.ids<Id>(stride);
  std::memcpy(list, ids, at_once * sizeof *list);
  if (set.count > at_once) [[unlikely]] {
    std::memcpy(list + at_once, ids + at_once, (set.count - at_once) * sizeof *list);
  }
  list += set.count;
  *list = static_cast<Id>(token.pair);
  return list + (token.pair != kNone);
}

// total += the rows of numbers of the features, so often as tokens have them; writes their ids.
template <typename Id>
Id* add_all(const Token* tokens, std::size_t steps, const FeatureTable& table, Id* list, double* total) {
  const auto pair_row = [&](const Token& token, std::size_t stride) {
    return table.rows + std::size_t{std::min(token.pair, table.features)} * stride;
  };
  if (table.stride == 2) {  // which stay in registers
    double scale = 0, weight = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      const double* sum = tokens[step].features->sum();
      const float* pair = pair_row(tokens[step], 2);
      list = copy_ids(tokens[step], 2, list);
      scale += sum[0] + pair[0];
      weight += sum[1] + pair[1];
    }
    total[0] += scale;
    total[1] += weight;
    return list;
  }
  for (std::size_t step = 0; step < steps; ++step) {
    const double* sum = tokens[step].features->sum();
    const float* pair = pair_row(tokens[step], table.stride);
    list = copy_ids(tokens[step], table.stride, list);
    for (std::size_t each = 0; each < table.stride; ++each) total[each] += sum[each] + pair[each];
  }
  return list;
}

// total -= the rows of numbers of the features that stand in the list a second time, a third, ...: no branch can
// predict whether one was there before, and a stamp of `now` tells. Bytes, and not bits: of two features that share one, the second
// would wait for the first.
template <typename Id>
void take_again(const Id* list, const Id* end, const FeatureTable& table, std::size_t stride, std::uint8_t* stamps,
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
      const float* row = table.rows + list[std::countr_zero(again)] * stride;
      for (std::size_t each = 0; each < stride; ++each) total[each] -= row[each];
    }
  }
}

template <typename Id>
void add_once(const Token* tokens, std::size_t steps, const FeatureTable& table, std::uint8_t* stamps, std::uint8_t now,
              Id* list, double* total) {
  const Id* const end = add_all(tokens, steps, table, list, total);
  if (table.stride == 2) {  // as above
    double pair[2] = {total[0], total[1]};
    take_again(list, end, table, 2, stamps, now, pair);
    std::copy_n(pair, 2, total);
  } else {
    take_again(list, end, table, table.stride, stamps, now, total);
  }
}

}  // namespace

void add_features(const Token* tokens, std::size_t steps, const FeatureTable& table, std::uint8_t* stamps,
                  std::uint8_t now, void* list, double* total) {
  if (table.narrow) {
    add_once(tokens, steps, table, stamps, now, static_cast<std::uint16_t*>(list), total);
  } else {
    add_once(tokens, steps, table, stamps, now, static_cast<std::uint32_t*>(list), total);
  }
}

}  // namespace elman::ELMAN_ISA
