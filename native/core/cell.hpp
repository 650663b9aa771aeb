// The cells that there is compiled code for, in training and in answering.
#pragma once

namespace elman {

// The one that `elman.architecture` calls elman is two here, by its activation.
enum class Cell { elman_tanh, elman_relu, gru, lstm, mingru };
constexpr int cell_count = static_cast<int>(Cell::mingru) + 1;  // of the last

// Blocks of hidden-size rows that a cell projects its input to.
constexpr int gates_of(Cell cell) {
  switch (cell) {
    case Cell::gru: return 3;
    case Cell::lstm: return 4;
    case Cell::mingru: return 2;
    default: return 1;
  }
}

}  // namespace elman
