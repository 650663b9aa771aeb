// The steps that were last gone back through, kept in the cache until their share in the weights' gradients is taken and
// the loss by their inputs is found: nothing waits for either.
//
// A step is a row. What the loss is by stands as the vectors that a tile reads, what the weights were applied to as its
// factors; so neither is packed again.
#pragma once

#include "kernels/memory.hpp"
#include "kernels/tile.hpp"

namespace elman::ELMAN_ISA {

constexpr int gathered_rows = 128;
constexpr int columns_together = 16;

// What is gathered of one register, in vectors, and of some columns, in floats. Were they powers of two, all rows would
// share the few lines of one set in the cache.
constexpr std::int64_t register_stride = gathered_rows + 1;
constexpr std::int64_t columns_stride = (gathered_rows + 1) * columns_together;

struct Gathered {
  std::int64_t registers;  // of all blocks
  std::int64_t size, width;
  float* d_blocks;  // [registers, register_stride, lanes]
  float* states;    // [size / columns_together, gathered_rows + 1, columns_together], with which the steps began
  float* inputs;    // the same, of `width`
  float* d_inputs[gathered_rows];  // where the loss by each of them goes
  int count = 0;

  static ELMAN_INLINE std::int64_t columns_floats(std::int64_t columns) {
    return (columns + columns_together - 1) / columns_together * columns_stride;
  }
  static ELMAN_INLINE std::int64_t floats(std::int64_t registers, std::int64_t size, std::int64_t width) {
    return registers * lanes * register_stride + columns_floats(size) + columns_floats(width);
  }

  ELMAN_INLINE Gathered(std::int64_t of_registers, std::int64_t of_states, std::int64_t of_inputs, float* scratch)
      : registers(of_registers), size(of_states), width(of_inputs), d_blocks(scratch),
        states(scratch + registers * lanes * register_stride), inputs(states + columns_floats(size)) {}

  ELMAN_INLINE Vector* d_block(std::int64_t which, int row) const {
    return reinterpret_cast<Vector*>(d_blocks) + which * register_stride + row;
  }
};

ELMAN_INLINE void gather_columns(float* to, int row, const float* from, std::int64_t columns) {
  for (std::int64_t first = 0; first < columns; first += columns_together) {
    float* here = to + first / columns_together * columns_stride + row * columns_together;
    if (columns - first >= columns_together) copy(here, from + first, columns_together);
    else copy(here, from + first, columns - first);
  }
}

template <int Tile, int Width>
ELMAN_INLINE void add_share_tile(float* share, std::int64_t columns, const Vector* d_blocks, const float* read, int depth) {
  Vector* to = reinterpret_cast<Vector*>(share);
  Vector sums[Tile][Width];
  ELMAN_UNROLL for (int row = 0; row < Tile; ++row) {
    ELMAN_UNROLL for (int each = 0; each < Width; ++each) sums[row][each] = to[each * columns + row];
  }
  multiply(
      sums, depth, [&](int row, std::int64_t k) { return read[k * columns_together + row]; },
      [&](std::int64_t k, int each) { return d_blocks[each * register_stride + k]; });
  ELMAN_UNROLL for (int row = 0; row < Tile; ++row) {
    ELMAN_UNROLL for (int each = 0; each < Width; ++each) to[each * columns + row] = sums[row][each];
  }
}

// share[register, column, lane] += d_blocks[first + register, row, lane] * read[row, column], over the rows.
inline void add_share(float* share, const Gathered& steps, std::int64_t first, std::int64_t registers, const float* read,
                      std::int64_t columns) {
  for_each_panel<2>(registers * lanes, [&]<int Width>(std::int64_t lane) {
    const std::int64_t which = lane / lanes;
    for (std::int64_t column = 0; column < columns; column += columns_together) {
      const std::int64_t left = columns - column;
      for_each_tile<tile_rows(2)>(left < columns_together ? static_cast<int>(left) : columns_together, [&]<int Tile>(int row) {
        add_share_tile<Tile, Width>(share + (which * columns + column + row) * lanes, columns, steps.d_block(first + which, 0),
                                    read + column / columns_together * columns_stride + row, steps.count);
      });
    }
  });
}

inline void add_biases(float* d_biases, const Gathered& steps) {
  for (std::int64_t which = 0; which < steps.registers; ++which) {
    const Vector* d_block = steps.d_block(which, 0);
    Vector sum = reinterpret_cast<Vector*>(d_biases)[which];
    for (int row = 0; row < steps.count; ++row) sum += d_block[row];
    reinterpret_cast<Vector*>(d_biases)[which] = sum;
  }
}

// A tile of rows by a panel, the factors read from the registers of some blocks: sums += d_blocks * panel.
template <int Tile, int Width>
ELMAN_INLINE void multiply_back(Vector (&sums)[Tile][Width], const Gathered& steps, int row, std::int64_t first,
                                std::int64_t registers, const float* panel) {
  const Vector* here = reinterpret_cast<const Vector*>(panel);
  for (std::int64_t which = 0; which < registers; ++which) {
    const float* factors = steps.d_blocks + ((first + which) * register_stride + row) * lanes;
    ELMAN_UNROLL for (int lane = 0; lane < lanes; ++lane, here += Width) {
      add_product(sums, [&](int next) { return factors[next * lanes + lane]; }, [&](int each) { return here[each]; });
    }
  }
}

}  // namespace elman::ELMAN_ISA
