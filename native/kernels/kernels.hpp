// The functions that are compiled once for each instruction set, and the choice among them.
#pragma once

#include <cstdint>

#include "core/cell.hpp"
#include "core/isa.hpp"
#include "kernels/problem.hpp"

namespace elman {

struct CellKernels {
  void (*forward)(const Forward&, Rows);
  // Adds to `shares`, which are zeros before a task's first texts; `scratch` holds `scratch_floats`.
  void (*backward)(const Backward&, Rows, const Shares& shares, float* scratch);
};

struct Kernels {
  CellKernels cells[cell_count];  // in the order of `Cell`
  int lanes;

  // `hidden` rounded up to whole registers.
  std::int64_t (*padded)(std::int64_t hidden);
  std::int64_t (*scratch_floats)(std::int64_t registers, std::int64_t hidden, std::int64_t width);
  // Floats that packed weights need: `depth` products for each of `gates * hidden` sums, in whole registers.
  std::int64_t (*panel_floats)(std::int64_t depth, int gates, std::int64_t hidden);

  // [gates * hidden, width] and [gates * hidden, hidden] for the products of an input and a state; either may be null.
  void (*pack)(const float* input, std::int64_t width, const float* state, int gates, std::int64_t hidden, float* panels);
  // [gates * hidden, columns] for the products of the gates' gradients, which begin with that of `first_gate`.
  void (*pack_transposed)(const float* weight, int gates, int first_gate, std::int64_t hidden, std::int64_t columns, float* panels);

  void (*sum_weight)(const WeightSum&);
};

ELMAN_FOR_EACH_ISA(extern const Kernels kernels;)

inline const Kernels& kernels_for(Isa isa) { return ELMAN_CHOOSE(isa, kernels); }

}  // namespace elman
