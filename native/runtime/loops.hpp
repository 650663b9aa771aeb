// The loops over numbers and characters, compiled once for each instruction set. Widths are in floats and multiples of
// `lanes`.
//
// Every sum is taken in an order that depends on nothing but the text, so an answer is the same in any company.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/cell.hpp"
#include "core/isa.hpp"
#include "runtime/outline.hpp"
#include "runtime/token.hpp"

namespace elman {

// What one cell needs beyond its projected inputs; each gate has `units` columns, those past `hidden_size` zero.
struct Recurrence {
  Cell cell = Cell::mingru;
  std::size_t hidden_size = 0, units = 0, gates = 0;
  const float* weight = nullptr;  // [hidden_size, gates * units], W_hh transposed
  const float* start = nullptr;   // [gates * units]: what the product with it starts from, the GRU's candidate bias
};

// Where the vectors that a text is summed up in go, each [directions * units]; null where one is not asked for.
struct Pooled {
  float *mean = nullptr, *max = nullptr, *last = nullptr;
};

// The linear reader's numbers of each feature.
struct FeatureTable {
  const float* rows;  // [features + 1, stride], the last row nothing but zeros; stride 2 or a multiple of 4
  std::size_t stride;
  std::uint32_t features;
  bool narrow;  // whether sets hold ids of two bytes each, or of four
};

struct Loops {
  std::size_t lanes;  // floats of a register

  // Writes the blocks of a text of `count` characters, and all of `whole` but its two buffers. There is room in `blocks`
  // [count / kBlock + 3] and in `padded` [kBlock * (count / kBlock + 1)], which takes the text with its white space as ' '.
  void (*outline)(const char* text, std::size_t count, char* padded, Block* blocks, Outline& whole);

  // Writes the places of the first and the last characters of the pieces of a text that is shorter than 2^32, as if it had
  // no entities; there is room for `kSparePlaces` more of either.
  void (*cut)(const Block* blocks, std::size_t block_count, std::uint32_t* first, std::uint32_t* last);

  // out = start + inputs @ weight, of `count` inputs; weight [count, width].
  void (*project)(const float* inputs, std::size_t count, const float* weight, const float* start, std::size_t width,
                  float* out);

  // out = the sum of the rows of `table` that `ids` name, times `scale`.
  void (*sum_rows)(const std::uint32_t* ids, std::size_t count, const float* table, std::size_t width, float scale,
                   float* out);

  // Projected inputs of minGRUs [directions, 2, units], gate and candidate, become what a step keeps of the state, and
  // what it adds to it; in place.
  void (*activate)(float* projected, std::size_t directions, std::size_t units);

  // One layer of minGRUs over activated rows; the states after every step go to `states` [steps, directions * units]
  // unless it is null. At least one step.
  void (*read_mingru)(const float* const* rows, std::size_t steps, std::size_t directions, std::size_t units,
                      float* states, Pooled pooled);

  // The states after every step, [steps, states_stride], from projected inputs that stand in each row from `offset` on,
  // read from the end if `backward`; memory [(gates + 2) * units] is for its own use.
  void (*scan)(const Recurrence& recurrence, const float* const* rows, std::size_t offset, std::size_t steps,
               bool backward, float* states, std::size_t states_stride, float* memory);

  // Over at least one row.
  void (*mean)(const float* const* rows, std::size_t offset, std::size_t steps, std::size_t width, float* out);
  void (*maximum)(const float* const* rows, std::size_t offset, std::size_t steps, std::size_t width, float* out);

  float (*dot)(const float* one, const float* other, std::size_t width);

  // total [stride] += the numbers of every feature of the tokens, once. `stamps` [features] get `now` under each, and had
  // it nowhere; `list` has room for those of each token and `FeatureSet::kReadable` more.
  void (*add_features)(const Token* tokens, std::size_t steps, const FeatureTable& table, std::uint8_t* stamps,
                       std::uint8_t now, void* list, double* total);
};

// Those for this processor, or for the lesser instruction set that was chosen (core/active_isa.hpp).
const Loops& best_loops();

// Those for a network of so many units: where they fill half a register of AVX-512 at most, the narrower ones of AVX2, so
// that rows are shorter.
const Loops& best_loops_for(std::size_t units);

ELMAN_FOR_EACH_ISA(extern const Loops loops;)

}  // namespace elman
