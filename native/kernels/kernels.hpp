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
  // The same for a bias: the sum of its rows over the steps.
  void (*sum_rows)(const WeightGradient&, float* d_bias, std::int64_t rows);

  // [rows, columns] for products of `columns` numbers, and for those of `rows` with its transpose.
  void (*pack_matrix)(const float* weight, std::int64_t rows, std::int64_t columns, float* panels);
  void (*pack_matrix_transposed)(const float* weight, std::int64_t rows, std::int64_t columns, float* panels);
  void (*products)(const Products&);

  // Token vectors, and the loss by the table added to what `d_table` holds.
  void (*embed)(const TokenRows&, const float* table, float* vectors);
  void (*embed_back)(const TokenRows&, const float* d_vectors, float* d_table);
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
