// The product of a few rows and a packed matrix, in a tile of registers.
#pragma once

#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {

// sums[row][register] += factor(row) * vectors(register).
template <int Rows, int Registers, class Factor, class Vectors>
ELMAN_INLINE void add_product(Vector (&sums)[Rows][Registers], const Factor& factor, const Vectors& vectors) {
  Vector here[Registers];
  ELMAN_UNROLL for (int each = 0; each < Registers; ++each) here[each] = vectors(each);
  ELMAN_UNROLL for (int row = 0; row < Rows; ++row) {
    const float value = factor(row);
    ELMAN_UNROLL for (int each = 0; each < Registers; ++each) sums[row][each] += value * here[each];
  }
}

// sums[row][register] += factor(row, k) * vectors(k, register), over k from 0 to depth.
template <int Rows, int Registers, class Factor, class Vectors>
ELMAN_INLINE void multiply(Vector (&sums)[Rows][Registers], std::int64_t depth, const Factor& factor, const Vectors& vectors) {
  Vector tile[Rows][Registers];
  ELMAN_UNROLL for (int row = 0; row < Rows; ++row) {
    ELMAN_UNROLL for (int each = 0; each < Registers; ++each) tile[row][each] = sums[row][each];
  }
  for (std::int64_t k = 0; k < depth; ++k) {
    add_product(tile, [&](int row) { return factor(row, k); }, [&](int each) { return vectors(k, each); });
  }
  ELMAN_UNROLL for (int row = 0; row < Rows; ++row) {
    ELMAN_UNROLL for (int each = 0; each < Registers; ++each) sums[row][each] = tile[row][each];
  }
}

// The same with a part of a panel: panel[k][register].
template <int Rows, int Registers, class Factor>
ELMAN_INLINE void multiply(Vector (&sums)[Rows][Registers], const float* panel, std::int64_t depth, const Factor& factor) {
  multiply(sums, depth, factor, [&](std::int64_t k, int each) {
    return reinterpret_cast<const Vector*>(panel)[k * Registers + each];
  });
}

// Rows of a tile that is so many registers wide: a power of two, so that halves of it take what is left over.
constexpr int tile_rows(int registers) {
  int rows = 8;
  while (rows * registers > accumulators) rows /= 2;
  return rows;
}

// Cut `count` rows into tiles, of `Rows` rows while there are as many, then of half as many.
template <int Rows, class Visit>
ELMAN_INLINE void for_each_tile(int count, const Visit& visit, int first = 0) {
  for (; count - first >= Rows; first += Rows) visit.template operator()<Rows>(first);
  if constexpr (Rows > 1) for_each_tile<Rows / 2>(count, visit, first);
}

// Cut a row of `hidden` units into panels, of `Width` registers while there are as many, then of half as many.
template <int Width, class Visit>
ELMAN_INLINE void for_each_panel(std::int64_t hidden, const Visit& visit, std::int64_t first = 0) {
  constexpr std::int64_t units = Width * lanes;
  // The narrowest panel takes what is left, even if it does not fill a register.
  for (; first < hidden && (Width == 1 || hidden - first > units - lanes); first += units) {
    visit.template operator()<Width>(first);
  }
  if constexpr (Width > 1) for_each_panel<Width / 2>(hidden, visit, first);
}

constexpr std::int64_t padded(std::int64_t hidden) { return (hidden + lanes - 1) / lanes * lanes; }

}  // namespace elman::ELMAN_ISA
