// A matrix applied to the rows of all real steps, which wait for nothing: the input's projection, and its way back.
#pragma once

#include "kernels/panels.hpp"

namespace elman::ELMAN_ISA {

template <int Tile, int Width>
ELMAN_INLINE void product_tile(const Products& problem, std::int64_t start, std::int64_t first) {
  Vector sums[Tile][Width];
  const float* rows[Tile];
  for (int row = 0; row < Tile; ++row) {
    rows[row] = problem.from + problem.from_rows[start + row] * problem.depth;
    for (int each = 0; each < Width; ++each) {
      const Units units = units_at(first + each * lanes, problem.width);
      sums[row][each] = problem.bias == nullptr ? Vector{} : load(problem.bias, units);
    }
  }
  const float* panel = panel_at(problem.panels, problem.depth, 1, first);
  multiply(sums, panel, problem.depth, [&](int row, std::int64_t k) { return rows[row][k]; });
  for (int row = 0; row < Tile; ++row) {
    float* to = problem.to + problem.to_rows[start + row] * problem.width;
    for (int each = 0; each < Width; ++each) {
      store(to, units_at(first + each * lanes, problem.width), sums[row][each]);
    }
  }
}

inline void products(const Products& problem) {
  for_each_panel<panel_width(1)>(problem.width, [&]<int Width>(std::int64_t first) {
    for_each_tile<tile_rows(Width)>(static_cast<int>(problem.count), [&]<int Tile>(int start) {
      product_tile<Tile, Width>(problem, start, first);
    });
  });
}

}  // namespace elman::ELMAN_ISA
