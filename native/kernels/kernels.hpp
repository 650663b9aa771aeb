// The functions that are compiled once for each instruction set, and the choice among them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/isa.hpp"
#include "kernels/problem.hpp"

namespace elman {

struct CellKernels {
  void (*forward)(const Forward&, Rows);
  void (*backward)(const Backward&, Rows);
};

struct Kernels {
  CellKernels cells[cell_count];

  // Floats that packed weights need: `depth` products for each of `gates * hidden` sums, in whole registers.
  std::int64_t (*panel_floats)(std::int64_t depth, int gates, std::int64_t hidden);
  // [gates * hidden, hidden] for the products of a state, and for those of the gates' gradients.
  void (*pack)(const float* weight, int gates, std::int64_t hidden, float* panels);
  void (*pack_transposed)(const float* weight, int gates, std::int64_t hidden, float* panels);

  std::int64_t (*weight_gradient_floats)(std::int64_t rows, std::int64_t hidden);
  void (*weight_gradient)(const WeightGradient&, std::int64_t first_row, std::int64_t rows, float* scratch);
  // The same for a bias: the sum of its `hidden` rows over the steps.
  void (*sum_rows)(const WeightGradient&, float* d_bias);
};

namespace baseline { extern const Kernels kernels; }
#if defined(__x86_64__)
namespace avx2 { extern const Kernels kernels; }
namespace avx512 { extern const Kernels kernels; }
#endif

inline const Kernels& kernels_for(Isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    case Isa::avx512: return avx512::kernels;
    case Isa::avx2: return avx2::kernels;
#endif
    default: return baseline::kernels;
  }
}

}  // namespace elman
