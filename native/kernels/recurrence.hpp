// A cell stepped along time, for a few texts of a batch together, and back again.
#pragma once

#include "kernels/cells.hpp"
#include "kernels/memory.hpp"
#include "kernels/panels.hpp"

namespace elman::ELMAN_ISA {

// The state with which a step of a text begins; `step` is time * batch + text.
ELMAN_INLINE const float* before(const float* initial, const float* every, Extents extents, std::int64_t step) {
  if (every == nullptr) return nullptr;
  return step < extents.batch ? initial + step * extents.hidden : every + (step - extents.batch) * extents.hidden;
}

ELMAN_INLINE float* at(float* rows, std::int64_t row, std::int64_t width) { return rows == nullptr ? nullptr : rows + row * width; }
ELMAN_INLINE const float* at(const float* rows, std::int64_t row, std::int64_t width) {
  return rows == nullptr ? nullptr : rows + row * width;
}

// How many of the texts, the longest first, are running at a time; they were `count` or fewer before it.
ELMAN_INLINE int running(Rows rows, const std::int32_t* lengths, std::int64_t time, int count) {
  while (count > 0 && lengths[rows.texts[count - 1]] <= time) --count;
  return count;
}

template <Cell cell, int Tile, int Width>
ELMAN_INLINE void forward_tile(const Forward& problem, const std::int32_t* texts, std::int64_t time, std::int64_t first) {
  constexpr Layout cells = layout(cell);
  constexpr int gates = cells.recurrent ? cells.gates : 1;
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden;
  Vector products[Tile][gates * Width] = {};
  const float* states[Tile];
  for (int row = 0; row < Tile; ++row) {
    states[row] = before(problem.initial_hidden, problem.hidden, extents, time * extents.batch + texts[row]);
  }
  if constexpr (cells.recurrent) {
    const float* panel = panel_at(problem.panels, size, gates, first);
    multiply(products, panel, size, [&](int row, std::int64_t k) { return states[row][k]; });
  }
  for (int row = 0; row < Tile; ++row) {
    const std::int64_t step = time * extents.batch + texts[row];
    const ForwardRow now = {
        size,
        problem.projected + step * cells.gates * size,
        problem.candidate_bias,
        states[row],
        before(problem.initial_memory, problem.memory, extents, step),
        problem.hidden + step * size,
        at(problem.memory, step, size),
        at(problem.saved, step, cells.saved * size),
    };
    for (int each = 0; each < Width; ++each) {
      Vector product[gates];
      for (int gate = 0; gate < gates; ++gate) product[gate] = products[row][gate * Width + each];
      Steps<cell>::forward(product, now, units_at(first + each * lanes, size));
    }
  }
}

// Once a text has ended, its state is held.
ELMAN_INLINE void hold(const float* initial, float* every, float* last, Extents extents, std::int32_t length,
                       std::int64_t text) {
  const std::int64_t size = extents.hidden;
  const float* state = length == 0 ? initial + text * size : every + ((length - 1) * extents.batch + text) * size;
  for (std::int64_t time = length; time < extents.time; ++time) copy(every + (time * extents.batch + text) * size, state, size);
  copy(last + text * size, state, size);
}

template <Cell cell>
void forward(const Forward& problem, Rows rows) {
  constexpr Layout cells = layout(cell);
  constexpr int gates = cells.recurrent ? cells.gates : 1;
  constexpr int width = panel_width(gates);
  int count = rows.count;
  for (std::int64_t time = 0; (count = running(rows, problem.lengths, time, count)) > 0; ++time) {
    for_each_panel<width>(problem.extents.hidden, [&]<int Width>(std::int64_t first) {
      for_each_tile<tile_rows(gates * Width)>(count, [&]<int Tile>(int row) {
        forward_tile<cell, Tile, Width>(problem, rows.texts + row, time, first);
      });
    });
  }
  for (int row = 0; row < rows.count; ++row) {
    const std::int32_t text = rows.texts[row], length = problem.lengths[text];
    hold(problem.initial_hidden, problem.hidden, problem.last_hidden, problem.extents, length, text);
    if constexpr (cells.memory) {
      hold(problem.initial_memory, problem.memory, problem.last_memory, problem.extents, length, text);
    }
  }
}

// The loss by the state that a text ended with: it was seen at every padded step, and as the last one.
ELMAN_INLINE void gather_held(const float* d_every, const float* d_last, float* d_state, Extents extents,
                              std::int32_t length, std::int64_t text) {
  const std::int64_t size = extents.hidden;
  d_state += text * size;
  copy(d_state, d_last + text * size, size);
  for (std::int64_t time = length; time < extents.time; ++time) {
    const float* here = d_every + (time * extents.batch + text) * size;
    for (std::int64_t unit = 0; unit < size; ++unit) d_state[unit] += here[unit];
  }
}

// The loss by the products of the state goes back through the weights to the state before.
template <Cell cell, int Tile, int Width>
ELMAN_INLINE void backward_tile(const Backward& problem, const std::int32_t* texts, std::int64_t time, std::int64_t first) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, depth = cells.gates * size;
  const std::int64_t direct = cells.candidate ? depth - size : depth;  // gates whose product is added as it is
  Vector sums[Tile][Width];
  const float* d_gates[Tile];
  for (int row = 0; row < Tile; ++row) {
    d_gates[row] = problem.d_projected + (time * extents.batch + texts[row]) * depth;
    for (int each = 0; each < Width; ++each) {
      sums[row][each] = load(problem.d_initial_hidden + texts[row] * size, units_at(first + each * lanes, size));
    }
  }
  const float* panel = panel_at(problem.panels, depth, 1, first);
  const auto d_gate = [&](int row, std::int64_t k) { return d_gates[row][k]; };
  multiply(sums, panel, direct, d_gate);
  if constexpr (cells.candidate) {
    for (int row = 0; row < Tile; ++row) d_gates[row] = problem.d_candidate + (time * extents.batch + texts[row]) * size;
    multiply(sums, panel + direct * Width * lanes, size, d_gate);
  }
  for (int row = 0; row < Tile; ++row) {
    for (int each = 0; each < Width; ++each) {
      store(problem.d_initial_hidden + texts[row] * size, units_at(first + each * lanes, size), sums[row][each]);
    }
  }
}

template <Cell cell>
ELMAN_INLINE void backward_step(const Backward& problem, std::int64_t text, std::int64_t time) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden, step = time * extents.batch + text;
  const BackwardRow now = {
      size,
      at(problem.projected, step, cells.gates * size),
      before(problem.initial_hidden, problem.hidden, extents, step),
      before(problem.initial_memory, problem.memory, extents, step),
      problem.hidden + step * size,
      at(problem.saved, step, cells.saved * size),
      problem.d_hidden + step * size,
      at(problem.d_memory, step, size),
      problem.d_initial_hidden + text * size,
      at(problem.d_initial_memory, text, size),
      problem.d_projected + step * cells.gates * size,
      at(problem.d_candidate, step, size),
  };
  for (std::int64_t first = 0; first < size; first += lanes) Steps<cell>::backward(now, units_at(first, size));
}

template <Cell cell>
void backward(const Backward& problem, Rows rows) {
  constexpr Layout cells = layout(cell);
  const Extents extents = problem.extents;
  const std::int64_t size = extents.hidden;
  for (int row = 0; row < rows.count; ++row) {
    const std::int32_t text = rows.texts[row], length = problem.lengths[text];
    gather_held(problem.d_hidden, problem.d_last_hidden, problem.d_initial_hidden, extents, length, text);
    if constexpr (cells.memory) {
      gather_held(problem.d_memory, problem.d_last_memory, problem.d_initial_memory, extents, length, text);
    }
    for (std::int64_t time = length; time < extents.time; ++time) {
      const std::int64_t step = time * extents.batch + text;
      clear(problem.d_projected + step * cells.gates * size, cells.gates * size);
      if constexpr (cells.candidate) clear(problem.d_candidate + step * size, size);
    }
  }
  int count = 0;
  for (std::int64_t time = rows.count > 0 ? problem.lengths[rows.texts[0]] - 1 : -1; time >= 0; --time) {
    while (count < rows.count && problem.lengths[rows.texts[count]] > time) ++count;
    for (int row = 0; row < count; ++row) backward_step<cell>(problem, rows.texts[row], time);
    if constexpr (cells.recurrent) {
      for_each_panel<panel_width(1)>(size, [&]<int Width>(std::int64_t first) {
        for_each_tile<tile_rows(Width)>(count, [&]<int Tile>(int row) {
          backward_tile<cell, Tile, Width>(problem, rows.texts + row, time, first);
        });
      });
    }
  }
}

}  // namespace elman::ELMAN_ISA
