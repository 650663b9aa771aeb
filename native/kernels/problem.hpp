// What a recurrence is computed from and into: plain pointers, the same for every cell and instruction set.
//
// Arrays are dense and row-major. `time`, `batch` and `hidden` are their extents, `gates` the number of blocks of
// `hidden` rows that a cell projects its input to. A pointer that a cell has no use for is null.
#pragma once

#include <cstdint>

namespace elman {

// The recurrences there are, in the order of Kernels::cells.
enum class Cell { elman_tanh, elman_relu, gru, lstm, mingru };
constexpr int cell_count = 5;

// What distinguishes a cell's arrays from another's.
struct Layout {
  int gates;        // blocks of `hidden` rows in `projected`
  int saved;        // blocks of `hidden` numbers that the forward pass leaves for the backward one
  bool recurrent;   // whether a matrix is applied to the state
  bool memory;      // whether there is a second state
  bool candidate;   // whether one gate's product has a bias of its own and is scaled before it is added
  bool reads_input; // whether the backward pass needs the projected inputs
};

constexpr Layout layout(Cell cell) {
  switch (cell) {
    case Cell::gru: return {3, 4, true, false, true, false};
    case Cell::lstm: return {4, 5, true, true, false, false};
    case Cell::mingru: return {2, 1, false, false, false, true};
    default: return {1, 0, true, false, false, false};
  }
}

struct Extents {
  std::int64_t time, batch, hidden;
};

struct Forward {
  Extents extents;
  const std::int32_t* lengths;   // [batch], each within 0 and time
  const float* projected;        // [time, batch, gates * hidden]
  const float* panels;           // the recurrent weights, packed
  const float* candidate_bias;   // [hidden]
  const float* initial_hidden;   // [batch, hidden]
  const float* initial_memory;   // [batch, hidden]
  float* hidden;                 // [time, batch, hidden]
  float* memory;                 // [time, batch, hidden]
  float* last_hidden;            // [batch, hidden]
  float* last_memory;            // [batch, hidden]
  float* saved;                  // [time, batch, saved * hidden]
};

struct Backward {
  Extents extents;
  const std::int32_t* lengths;
  const float* projected;
  const float* panels;           // the transposed recurrent weights, packed
  const float* initial_hidden;
  const float* initial_memory;
  const float* hidden;
  const float* memory;
  const float* saved;
  const float* d_hidden;         // [time, batch, hidden]: the loss by every state
  const float* d_memory;
  const float* d_last_hidden;    // [batch, hidden]: the loss by the last state
  const float* d_last_memory;
  float* d_projected;            // [time, batch, gates * hidden]
  float* d_candidate;            // [time, batch, hidden]: by the candidate's product, where it is scaled
  float* d_initial_hidden;       // [batch, hidden]; on the way, the loss by the state between two steps
  float* d_initial_memory;
};

// Some texts of the batch, the longest first; they are stepped together.
struct Rows {
  const std::int32_t* texts;
  int count;
};

// d_weight[row, column] = sum over steps of d_rows[step, row] * read[step, column]: the loss by a matrix.
struct WeightGradient {
  const std::int32_t* steps;     // the real ones: time * batch + text, time first
  std::int64_t step_count;
  const float* d_rows;           // [time, batch, stride]
  std::int64_t stride;
  const float* const* read;      // for each of `steps`, the numbers that the matrix was applied to
  std::int64_t columns;
  float* d_weight;               // [rows, columns]
};

// A matrix applied to some rows: to[to_rows[each]] = bias + weight * from[from_rows[each]].
struct Products {
  std::int64_t count;
  const float* from;             // [..., depth]
  const std::int32_t* from_rows;
  std::int64_t depth;
  const float* panels;           // the weights, packed
  const float* bias;             // [width], or null for zeros
  float* to;                     // [..., width]
  const std::int32_t* to_rows;
  std::int64_t width;
};

// Rows of a table summed for each token: its features' ids stand one token's after the other's.
struct TokenRows {
  std::int64_t tokens, width;
  const std::int32_t* ids;
  const std::int32_t* counts;    // [tokens]
  const std::uint8_t* kept;      // for each feature, whether it is not left out
};

}  // namespace elman
