// The loss by a matrix, its rows shared out over threads.
#pragma once

#include <algorithm>

#include "kernels/kernels.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace elman {

// Rows of a matrix's gradient that one task makes. Each packs what was read anew, so there is one for each thread where
// that gives enough of them; a sum's order is the same however many there are.
inline std::int64_t rows_together(std::int64_t rows, std::int64_t threads) {
  return std::clamp<std::int64_t>((rows / std::max<std::int64_t>(threads, 1) + 7) / 8 * 8, 16, 96);
}

inline void weight_gradient(xla::ffi::ThreadPool& pool, const Kernels& kernels, const WeightGradient& problem, std::int64_t rows) {
  const std::int64_t together = rows_together(rows, pool.num_threads()), hidden = problem.columns;
  const double operations = 1.0 * problem.step_count * rows * hidden;
  run_tasks(pool, (rows + together - 1) / together, operations, [&](std::int64_t each) {
    const Scratch scratch(kernels.weight_gradient_floats(together, hidden));
    const std::int64_t first = each * together;
    kernels.weight_gradient(problem, first, std::min(together, rows - first), scratch.get());
  });
}

}  // namespace elman
