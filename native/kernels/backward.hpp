// A cell taken back along time, for a few texts of a batch together, and what that adds to the gradients of its weights.
#pragma once

#include "kernels/cells.hpp"
#include "kernels/gathered.hpp"
#include "kernels/panels.hpp"
#include "kernels/rows.hpp"

namespace elman::ELMAN_ISA {

// The loss by the state that a text ended with: it was seen at every padded step, and as the last one.
ELMAN_INLINE void gather_held(const Backward& problem, const float* d_states, const float* d_last, float* d_state,
                              std::int32_t length, std::int64_t text) {
  const std::int64_t size = problem.extents.hidden;
  d_state += text * size;
  copy(d_state, d_last + text * size, size);
  if (d_states == nullptr) return;
  for (std::int64_t time = length; time < problem.extents.time; ++time) {
    const float* here = d_states + place(problem.order, time, text) * size;
    for (std::int64_t unit = 0; unit < size; ++unit) d_state[unit] += here[unit];
  }
}

// Nothing comes from padding.
template <Cell cell>
ELMAN_INLINE void clear_padding(const Backward& problem, std::int32_t length, std::int64_t text) {
  const Extents extents = problem.extents;
  const std::int64_t rows = layout(cell).gates * extents.hidden, width = problem.read.width;
  for (std::int64_t time = length; time < extents.time; ++time) {
    if (problem.d_projected != nullptr) clear(problem.d_projected + (time * extents.batch + text) * rows, rows);
    if (problem.d_inputs != nullptr) clear(problem.d_inputs + (text * extents.time + time) * width, width);
  }
}

// The loss by the products of one step of a text, into a row of what is gathered.
template <Cell cell>
ELMAN_INLINE void backward_step(const Backward& problem, const Shares& shares, Gathered& steps, std::int64_t text, std::int64_t time,
                                int row) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, step = time * extents.batch + text, here = place(problem.order, time, text);
  constexpr int blocks = cells.blocks(), gates = cells.gates;
  const std::int64_t rows = gates * size, registers = padded(size) / lanes;
  const BackwardRow now = {
      size,
      before(problem, problem.initial_hidden, problem.hidden, time, text),
      before(problem, problem.initial_memory, problem.memory, time, text),
      problem.hidden + here * size,
      at(problem.memory, here, size),
      at(problem.saved, step, cells.saved * size),
      at(problem.d_hidden, here, size),
      at(problem.d_memory, here, size),
      problem.d_initial_hidden + text * size,
      at(problem.d_initial_memory, text, size),
  };
  float* d_projected = at(problem.d_projected, step, rows);
  float* d_table = shares.d_table == nullptr ? nullptr : shares.d_table + projected_row(problem.read, extents, time, text) * rows;
  for (std::int64_t each = 0; each < registers; ++each) {
    const Units units = units_at(each * lanes, size);
    Vector d_blocks[blocks];
    Steps<cell>::backward(now, units, d_blocks);
    ELMAN_UNROLL for (int block = 0; block < blocks; ++block) *steps.d_block(block * registers + each, row) = d_blocks[block];
    ELMAN_UNROLL for (int block = 0; block < gates; ++block) {
      const std::int64_t gate = cells.gate_of(block) * size;
      if (d_projected != nullptr) store(d_projected + gate, units, d_blocks[block]);
      if (d_table != nullptr) store(d_table + gate, units, load(d_table + gate, units) + d_blocks[block]);
    }
  }
}

// What a step back of a text reads that the one behind it did not.
template <Cell cell>
ELMAN_INLINE void prefetch_step(const Backward& problem, std::int64_t text, std::int64_t time) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, width = problem.read.width, here = place(problem.order, time, text);
  prefetch(before(problem, problem.initial_hidden, problem.hidden, time, text), size);
  if (cells.memory) prefetch(before(problem, problem.initial_memory, problem.memory, time, text), size);
  if (cells.saved) prefetch(problem.saved + (time * extents.batch + text) * cells.saved * size, cells.saved * size);
  if (problem.d_hidden != nullptr) prefetch(problem.d_hidden + here * size, size);
  if (problem.d_memory != nullptr) prefetch(problem.d_memory + here * size, size);
  if (width > 0) {
    prefetch(problem.read.inputs + input_row(problem.read, extents, problem.lengths[text], time, text) * width, width);
  }
}

// The loss by some steps' states before them, which is added to what `d_state` holds, or by their inputs.
template <class To>
ELMAN_INLINE void back_through(const Gathered& steps, int row, int count, std::int64_t first, std::int64_t registers,
                               const float* panels, std::int64_t columns, bool add, const To& to) {
  for_each_panel<panel_width(1)>(columns, [&]<int Width>(std::int64_t column) {
    const float* panel = panel_at(panels, registers * lanes, 1, column);
    for_each_tile<tile_rows(Width)>(count, [&]<int Tile>(int start) {
      Vector sums[Tile][Width] = {};
      if (add) {
        ELMAN_UNROLL for (int next = 0; next < Tile; ++next) {
          ELMAN_UNROLL for (int each = 0; each < Width; ++each) sums[next][each] = load(to(start + next), units_at(column + each * lanes, columns));
        }
      }
      multiply_back(sums, steps, row + start, first, registers, panel);
      ELMAN_UNROLL for (int next = 0; next < Tile; ++next) {
        ELMAN_UNROLL for (int each = 0; each < Width; ++each) store(to(start + next), units_at(column + each * lanes, columns), sums[next][each]);
      }
    });
  });
}

// The loss by the gathered steps' inputs, in full tiles, and what the steps add to the gradients of the weights.
template <Cell cell>
void take_shares(const Backward& problem, const Shares& shares, Gathered& steps) {
  constexpr Layout cells = layout(cell);
  const std::int64_t registers = padded(steps.size) / lanes;
  if (cells.recurrent) {
    add_share(shares.d_state_weight, steps, cells.first_of_state() * registers, cells.gates * registers, steps.states, steps.size);
  }
  if (steps.width > 0) {
    back_through(steps, 0, steps.count, 0, cells.gates * registers, problem.input_panels, steps.width, false,
                 [&](int row) { return steps.d_inputs[row]; });
    add_share(shares.d_input_weight, steps, 0, cells.gates * registers, steps.inputs, steps.width);
  }
  if (shares.d_biases != nullptr) add_biases(shares.d_biases, steps);
  steps.count = 0;
}

template <Cell cell>
void backward(const Backward& problem, Rows rows, const Shares& shares, float* scratch) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, width = problem.read.width, registers = padded(size) / lanes;
  for (int row = 0; row < rows.count; ++row) {
    const std::int32_t text = rows.texts[row], length = problem.lengths[text];
    gather_held(problem, problem.d_hidden, problem.d_last_hidden, problem.d_initial_hidden, length, text);
    if constexpr (cells.memory) gather_held(problem, problem.d_memory, problem.d_last_memory, problem.d_initial_memory, length, text);
    clear_padding<cell>(problem, length, text);
  }
  Gathered steps(cells.blocks() * registers, size, width, scratch);
  int count = 0;
  for (std::int64_t time = rows.count > 0 ? problem.lengths[rows.texts[0]] - 1 : -1; time >= 0; --time) {
    while (count < rows.count && problem.lengths[rows.texts[count]] > time) ++count;
    if (steps.count + count > gathered_rows) take_shares<cell>(problem, shares, steps);
    for (int row = 0; row < count; ++row) {
      const std::int64_t text = rows.texts[row];
      const int step = steps.count + row;
      backward_step<cell>(problem, shares, steps, text, time, step);
      if (cells.recurrent) gather_columns(steps.states, step, before(problem, problem.initial_hidden, problem.hidden, time, text), size);
      if (width > 0) {
        const std::int64_t input = input_row(problem.read, extents, problem.lengths[text], time, text) * width;
        steps.d_inputs[step] = problem.d_inputs + input;
        gather_columns(steps.inputs, step, problem.read.inputs + input, width);
      }
      if (time > 0) prefetch_step<cell>(problem, text, time - 1);
    }
    if (cells.recurrent) {
      back_through(steps, steps.count, count, cells.first_of_state() * registers, cells.gates * registers, problem.panels, size, true,
                   [&](int row) { return problem.d_initial_hidden + rows.texts[row] * size; });
    }
    steps.count += count;
  }
  take_shares<cell>(problem, shares, steps);
}

}  // namespace elman::ELMAN_ISA
