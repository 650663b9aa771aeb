// The loss by a matrix that was applied at every step: one product over all real steps of all texts.
//
// A call makes some rows of it, and the sum over steps is in the order of the steps: the result is the same to the
// last bit, however the rows are shared out.
#pragma once

#include "kernels/memory.hpp"
#include "kernels/panels.hpp"

namespace elman::ELMAN_ISA {

constexpr std::int64_t steps_at_once = 256;  // packed copies of so many states stay in the cache

ELMAN_INLINE std::int64_t weight_gradient_floats(std::int64_t rows, std::int64_t hidden) {
  return steps_at_once * (rows + padded(hidden));
}

template <int Tile, int Width>
ELMAN_INLINE void add_to_rows(float* d_weight, std::int64_t hidden, std::int64_t first, const float* d_rows,
                              std::int64_t stride, const float* panel, std::int64_t depth) {
  Vector sums[Tile][Width];
  for (int row = 0; row < Tile; ++row) {
    for (int each = 0; each < Width; ++each) {
      sums[row][each] = load(d_weight + row * hidden, units_at(first + each * lanes, hidden));
    }
  }
  multiply(sums, panel, depth, [&](int row, std::int64_t k) { return d_rows[k * stride + row]; });
  for (int row = 0; row < Tile; ++row) {
    for (int each = 0; each < Width; ++each) {
      store(d_weight + row * hidden, units_at(first + each * lanes, hidden), sums[row][each]);
    }
  }
}

inline void weight_gradient(const WeightGradient& problem, std::int64_t first_row, std::int64_t rows, float* scratch) {
  const std::int64_t hidden = problem.columns;
  float* d_weight = problem.d_weight + first_row * hidden;
  float* panels = scratch;                                    // [steps][units], by panel
  float* d_rows = scratch + steps_at_once * padded(hidden);  // [steps][rows]
  clear(d_weight, rows * hidden);
  for (std::int64_t start = 0; start < problem.step_count; start += steps_at_once) {
    const std::int32_t* steps = problem.steps + start;
    const std::int64_t left = problem.step_count - start, depth = left < steps_at_once ? left : steps_at_once;
    for (std::int64_t k = 0; k < depth; ++k) {
      copy(d_rows + k * rows, problem.d_rows + steps[k] * problem.stride + first_row, rows);
    }
    for_each_panel<panel_width(1)>(hidden, [&]<int Width>(std::int64_t first) {
      float* to = panels + depth * first;
      for (std::int64_t k = 0; k < depth; ++k) {
        const float* state = problem.read[start + k];
        for (int each = 0; each < Width; ++each, to += lanes) {
          *reinterpret_cast<Vector*>(to) = load(state, units_at(first + each * lanes, hidden));
        }
      }
    });
    for_each_panel<panel_width(1)>(hidden, [&]<int Width>(std::int64_t first) {
      for_each_tile<tile_rows(Width)>(static_cast<int>(rows), [&]<int Tile>(int row) {
        add_to_rows<Tile, Width>(d_weight + row * hidden, hidden, first, d_rows + row, rows,
                                 panels + depth * first, depth);
      });
    });
  }
}

// The same for a bias.
inline void sum_rows(const WeightGradient& problem, float* d_bias, std::int64_t rows) {
  clear(d_bias, rows);
  for (std::int64_t each = 0; each < problem.step_count; ++each) {
    const float* d_rows = problem.d_rows + problem.steps[each] * problem.stride;
    for (std::int64_t row = 0; row < rows; ++row) d_bias[row] += d_rows[row];
  }
}

}  // namespace elman::ELMAN_ISA
