// The shares of all tasks in a gradient, added up in the order of the tasks: the same bits whichever thread computed them.
#pragma once

#include "kernels/problem.hpp"
#include "kernels/tile.hpp"

namespace elman::ELMAN_ISA {

inline void sum_weight(const WeightSum& sum) {
  for (std::int64_t first = 0; first < sum.hidden; first += lanes) {
    const Units units = units_at(first, sum.hidden);
    for (std::int64_t column = 0; column < sum.columns; ++column) {
      Vector total = {};
      for (std::int64_t task = 0; task < sum.tasks; ++task) {
        total += reinterpret_cast<const Vector*>(sum.shares[task] + sum.offset)[first / lanes * sum.columns + column];
      }
      for (int lane = 0; lane < units.count; ++lane) sum.to[(first + lane) * sum.columns + column] = total[lane];
    }
  }
}

}  // namespace elman::ELMAN_ISA
