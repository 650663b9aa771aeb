// The loops over numbers, compiled once for each instruction set. Widths are in floats and multiples of `kPadding`.
//
// Every sum is taken in an order that depends on nothing but the text, so an answer is the same in any company.
#pragma once

#include <cstddef>
#include <cstdint>

#include "token.hpp"

namespace elman {

inline constexpr std::size_t kPadding = 16;  // the widest register, and so what every row's width is padded to

enum class Cell { elman_tanh, elman_relu, gru, lstm, mingru };

// What one cell needs beyond its projected inputs; each gate has `units` columns, those past `hidden_size` zero.
struct Recurrence {
  Cell cell = Cell::mingru;
  std::size_t hidden_size = 0, units = 0, gates = 0;
  const float* weight = nullptr;  // [hidden_size, gates * units], W_hh transposed
  const float* start = nullptr;   // [gates * units]: what the product with it starts from, the GRU's candidate bias
};

struct Kernels {
  // out = start + inputs @ weight, for `rows` rows of `count` inputs; weight [count, width].
  void (*project)(const float* inputs, std::size_t input_stride, std::size_t rows, std::size_t count,
                  const float* weight, const float* start, std::size_t width, float* out, std::size_t out_stride);

  // out += the rows of `table` that `ids` name.
  void (*add_rows)(const std::uint32_t* ids, std::size_t count, const float* table, std::size_t width, float* out);

  // out[t] = bias + (the sum of token t's rows) / sqrt(how many they are).
  void (*assemble)(const Token* tokens, std::size_t steps, const float* bias, std::size_t width, float* out);

  // The states after every step, [steps, states_stride], from projected inputs [steps, projected_stride], read from
  // the end if `backward`; memory [(gates + 2) * units] is for its own use.
  void (*scan)(const Recurrence& recurrence, const float* projected, std::size_t projected_stride, std::size_t steps,
               bool backward, float* states, std::size_t states_stride, float* memory);

  // Over at least one row.
  void (*mean)(const float* rows, std::size_t stride, std::size_t steps, std::size_t width, float* out);
  void (*maximum)(const float* rows, std::size_t stride, std::size_t steps, std::size_t width, float* out);

  float (*dot)(const float* one, const float* other, std::size_t width);

  // total += the rows [stride] of every feature of the tokens whose stamp is not `now`, once; stride a multiple of 4.
  void (*add_distinct)(const Token* tokens, std::size_t steps, std::uint16_t* stamps, std::uint16_t now,
                       const float* rows, std::size_t stride, float* total);
};

// Those for this processor.
const Kernels& best_kernels();

namespace baseline {
extern const Kernels kernels;
}
namespace avx2 {
extern const Kernels kernels;
}
namespace avx512 {
extern const Kernels kernels;
}

}  // namespace elman
