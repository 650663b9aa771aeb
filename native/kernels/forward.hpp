// A cell stepped along time, for a few texts of a batch together.
#pragma once

#include "kernels/cells.hpp"
#include "kernels/memory.hpp"
#include "kernels/panels.hpp"
#include "kernels/rows.hpp"

namespace elman::ELMAN_ISA {

// What the texts read at one time.
struct ReadRows {
  const float* projected[most_together];
  const float* inputs[most_together];
  const float* states[most_together];
};

// What a panel makes of it. Between products and cells it lies in memory: there are more sums than registers.
template <int Registers>
struct Sums {
  Vector products[most_together][Registers];
  Vector candidate_inputs[most_together];
};

// Some rows' sums for a part of a panel: the projected input, the input's products, then those of the state.
template <int Gates, bool Candidate, int Width, int Start, int Tile>
ELMAN_INLINE void forward_tile(const Forward& problem, const ReadRows& rows, int row, std::int64_t first, const float* panel,
                               Sums<Gates * Width>& found) {
  constexpr int part = part_of(Gates * Width);
  static_assert(!Candidate || (Width == 1 && part == Gates), "the candidate's sums are the last of all gates'");
  const std::int64_t size = problem.extents.hidden, width = problem.read.width;
  Vector sums[Tile][part];
  const float *inputs[Tile], *states[Tile];
  ELMAN_UNROLL for (int each = 0; each < part; ++each) {
    const int gate = (Start + each) / Width;
    const Units units = units_at(first + (Start + each) % Width * lanes, size);
    ELMAN_UNROLL for (int next = 0; next < Tile; ++next) sums[next][each] = load(rows.projected[row + next] + gate * size, units);
  }
  ELMAN_UNROLL for (int next = 0; next < Tile; ++next) inputs[next] = rows.inputs[row + next];
  multiply(sums, panel, width, [&](int next, std::int64_t k) { return inputs[next][k]; });
  if constexpr (Candidate) {
    const Vector bias = load(problem.candidate_bias, units_at(first, size));
    ELMAN_UNROLL for (int next = 0; next < Tile; ++next) {
      found.candidate_inputs[row + next] = sums[next][part - 1];
      sums[next][part - 1] = bias;
    }
  }
  if (rows.states[0] != nullptr) {
    ELMAN_UNROLL for (int next = 0; next < Tile; ++next) states[next] = rows.states[row + next];
    multiply(sums, panel + width * part * lanes, size, [&](int next, std::int64_t k) { return states[next][k]; });
  }
  ELMAN_UNROLL for (int next = 0; next < Tile; ++next) {
    ELMAN_UNROLL for (int each = 0; each < part; ++each) found.products[row + next][Start + each] = sums[next][each];
  }
}

template <int Gates, bool Candidate, int Width, int Start = 0>
void forward_panel(const Forward& problem, const ReadRows& rows, int count, std::int64_t first, const float* panel, std::int64_t depth,
                   Sums<Gates * Width>& found) {
  constexpr int part = part_of(Gates * Width);
  for_each_tile<tile_rows(part)>(count, [&]<int Tile>(int row) {
    forward_tile<Gates, Candidate, Width, Start, Tile>(problem, rows, row, first, panel, found);
  });
  if constexpr (Start + part < Gates * Width) {
    forward_panel<Gates, Candidate, Width, Start + part>(problem, rows, count, first, panel + depth * part * lanes, depth, found);
  }
}

// What a text reads at a time, if it is running then.
ELMAN_INLINE void prefetch_read(const Forward& problem, int gates, std::int64_t time, std::int64_t text) {
  const Read& read = problem.read;
  const Extents extents = problem.extents;
  if (time >= problem.lengths[text]) return;
  if (read.inputs != nullptr) {
    prefetch(read.inputs + input_row(read, extents, problem.lengths[text], time, text) * read.width, read.width);
  } else {
    prefetch(read.projected + projected_row(read, extents, time, text) * read.projected_stride, gates * extents.hidden);
  }
}

// Once a text has ended, its state is held.
ELMAN_INLINE void hold(const Forward& problem, const float* initial, float* states, float* last, std::int32_t length,
                       std::int64_t text) {
  const std::int64_t size = problem.extents.hidden;
  const float* state = before(problem, initial, states, length, text);
  for (std::int64_t time = length; time < problem.extents.time; ++time) {
    copy(states + place(problem.order, time, text) * size, state, size);
  }
  copy(last + text * size, state, size);
}

template <Cell cell>
void forward(const Forward& problem, Rows rows) {
  static constexpr Layout cells = layout(cell);  // static: GCC 12 fails on a local one in the loops below, with sanitizers
  constexpr int gates = cells.gates;
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, depth = problem.read.width + (cells.recurrent ? size : 0);
  ReadRows now = {};
  int count = rows.count;
  for (std::int64_t time = 0; (count = running(rows, problem.lengths, time, count)) > 0; ++time) {
    for (int row = 0; row < count; ++row) {
      const std::int64_t text = rows.texts[row];
      now.projected[row] = problem.read.projected + projected_row(problem.read, extents, time, text) * problem.read.projected_stride;
      now.inputs[row] = at(problem.read.inputs, input_row(problem.read, extents, problem.lengths[text], time, text), problem.read.width);
      if (cells.recurrent) now.states[row] = before(problem, problem.initial_hidden, problem.hidden, time, text);
      prefetch_read(problem, gates, time + 1, text);
    }
    for_each_panel<panel_width(gates)>(size, [&]<int Width>(std::int64_t first) {
      Sums<gates * Width> sums;
      forward_panel<gates, cells.candidate, Width>(problem, now, count, first, panel_at(problem.panels, depth, gates, first), depth, sums);
      for (int row = 0; row < count; ++row) {
        const std::int64_t text = rows.texts[row], here = place(problem.order, time, text);
        const ForwardRow step = {
            size,
            before(problem, problem.initial_hidden, problem.hidden, time, text),
            before(problem, problem.initial_memory, problem.memory, time, text),
            problem.hidden + here * size,
            at(problem.memory, here, size),
            at(problem.saved, time * extents.batch + text, cells.saved * size),
        };
        ELMAN_UNROLL for (int each = 0; each < Width; ++each) {
          Vector product[gates];
          ELMAN_UNROLL for (int gate = 0; gate < gates; ++gate) product[gate] = sums.products[row][gate * Width + each];
          const Vector candidate_input = cells.candidate ? sums.candidate_inputs[row] : Vector{};
          Steps<cell>::forward(product, candidate_input, step, units_at(first + each * lanes, size));
        }
      }
    });
  }
  for (int row = 0; row < rows.count; ++row) {
    const std::int32_t text = rows.texts[row], length = problem.lengths[text];
    hold(problem, problem.initial_hidden, problem.hidden, problem.last_hidden, length, text);
    if constexpr (cells.memory) hold(problem, problem.initial_memory, problem.memory, problem.last_memory, length, text);
  }
}

}  // namespace elman::ELMAN_ISA
