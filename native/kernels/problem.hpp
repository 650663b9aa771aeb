// What a recurrence is computed from and into: plain pointers, the same for every cell and instruction set.
//
// Arrays are dense and row-major. `time`, `batch` and `hidden` are their extents, `gates` the number of blocks of
// `hidden` rows that a cell projects its input to. A pointer that a cell has no use for is null.
#pragma once

#include <cstdint>

#include "core/cell.hpp"

namespace elman {

// What distinguishes a cell's arrays from another's.
struct Layout {
  int gates;        // blocks of `hidden` numbers in a projected input
  int saved;        // blocks of `hidden` numbers that the forward pass leaves for the backward one
  bool recurrent;   // whether a matrix is applied to the state
  bool memory;      // whether there is a second state
  bool candidate;   // whether the last gate's product with the state has a bias of its own and is scaled before it is added
  // On the way back each gate's gradient is a block; a scaled candidate has two, by its product with the input, which
  // comes first, and by that with the state, which comes last. So either matrix sees `gates` blocks side by side.
  constexpr int blocks() const { return candidate ? gates + 1 : gates; }
  constexpr int first_of_state() const { return candidate ? 1 : 0; }
  constexpr int gate_of(int block) const { return candidate ? (block + gates - 1) % gates : block; }
};

constexpr Layout layout(Cell cell) {
  switch (cell) {
    case Cell::gru: return {gates_of(cell), 4, true, false, true};
    case Cell::lstm: return {gates_of(cell), 4, true, true, false};
    case Cell::mingru: return {gates_of(cell), 2, false, false, false};
    default: return {gates_of(cell), 0, true, false, false};
  }
}

struct Extents {
  std::int64_t time, batch, hidden;
};

// Where the row of a text at a time stands.
struct Order {
  std::int64_t by_time, by_text;
};

// What is read at each step: a projected input; or a row of `inputs` that a matrix is applied to, and its bias.
struct Read {
  const float* projected;        // rows of [gates * hidden]; the bias where there are `inputs`
  std::int64_t projected_stride; // floats between them; 0 where all steps have the same
  const std::int32_t* projected_rows;  // [time, batch], the row of each step; null where there is one for each, in its order
  const float* inputs;           // [batch, time, width], or null
  std::int64_t width;            // 0 where there are none
  bool reversed;                 // whether a text's inputs are read from its own end
};

struct Forward {
  Extents extents;
  const std::int32_t* lengths;   // [batch], each within 0 and time
  Read read;
  Order order;                   // of the states after every step
  const float* panels;           // the weights of input and state, packed
  const float* candidate_bias;   // [hidden]
  const float* initial_hidden;   // [batch, hidden]
  const float* initial_memory;   // [batch, hidden]
  float* hidden;                 // [time * batch, hidden]
  float* memory;                 // [time * batch, hidden]
  float* last_hidden;            // [batch, hidden]
  float* last_memory;            // [batch, hidden]
  float* saved;                  // [time, batch, saved * hidden]
};

struct Backward {
  Extents extents;
  const std::int32_t* lengths;
  Read read;
  Order order;                   // of the states, and of the loss by them
  const float* panels;           // the transposed weights of the state, packed
  const float* input_panels;     // those of the input
  const float* initial_hidden;
  const float* initial_memory;
  const float* hidden;
  const float* memory;
  const float* saved;
  const float* d_hidden;         // [time * batch, hidden]: the loss by every state; null where it is zero
  const float* d_memory;
  const float* d_last_hidden;    // [batch, hidden]: the loss by the last state
  const float* d_last_memory;
  float* d_projected;            // [time, batch, gates * hidden], where each step has a row of its own
  float* d_inputs;               // [batch, time, width]
  float* d_initial_hidden;       // [batch, hidden]; on the way, the loss by the state between two steps
  float* d_initial_memory;
};

// What the texts of one task add to the gradients of what all texts share. Numbers of a gate's unit stand in its lane
// of a register; registers are in the order of blocks.
struct Shares {
  float* d_state_weight;         // [registers, hidden, lanes]
  float* d_input_weight;         // [registers, width, lanes]
  float* d_biases;               // [registers, lanes]
  float* d_table;                // [rows of the table, gates * hidden], where steps share rows
};

constexpr int most_together = 16;

// Some texts of the batch, the longest first; they are stepped together.
struct Rows {
  const std::int32_t* texts;
  int count;
};

// One matrix's gradient, summed over the tasks in their order.
struct WeightSum {
  const float* const* shares;    // [tasks]
  std::int64_t tasks;
  std::int64_t offset;           // in a share, of the gate: [hidden / lanes, columns, lanes]
  std::int64_t columns;
  std::int64_t hidden;
  float* to;                     // [hidden, columns]: the rows of one gate
};

}  // namespace elman
