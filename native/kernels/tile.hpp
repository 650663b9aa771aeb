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

// Rows of a tile that is so many registers wide.
constexpr int tile_rows(int registers) {
  const int rows = accumulators / registers;
  return rows < 8 ? rows : 8;
}

// A tile of `rows` rows, 1 to `Most`.
template <int Most, class Visit>
ELMAN_INLINE void with_rows(int rows, const Visit& visit, int first) {
  if (rows == Most) return visit.template operator()<Most>(first);
  if constexpr (Most > 1) with_rows<Most - 1>(rows, visit, first);
}

// Cut `count` rows into as few tiles as there can be, of at most `Most` rows, each of as many as the next or one more.
template <int Most, class Visit>
ELMAN_INLINE void for_each_tile(int count, const Visit& visit) {
  for (int tiles = (count + Most - 1) / Most, first = 0; tiles > 0; --tiles) {
    const int rows = (count - first + tiles - 1) / tiles;
    with_rows<Most>(rows, visit, first);
    first += rows;
  }
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
