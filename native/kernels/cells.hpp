// The cells: what one step makes of the products, for the units of one register, and the same backwards.
//
// The equations are those of elman.nn; a gate's derivative is written in the gate itself: s' = s (1 - s) for the
// logistic function, 1 - t^2 for tanh.
#pragma once

#include "kernels/problem.hpp"
#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {

// One text at one step.
struct ForwardRow {
  std::int64_t size;  // hidden units, the distance between gates
  const float* hidden_before;
  const float* memory_before;
  float* hidden;
  float* memory;
  float* saved;
};

// The same on the way back; `d_state` and `d_memory` hold the loss by the state after the step, then by the one before.
struct BackwardRow {
  std::int64_t size;
  const float* hidden_before;
  const float* memory_before;
  const float* hidden;
  const float* memory;
  const float* saved;
  const float* d_every_hidden;
  const float* d_every_memory;
  float* d_state;
  float* d_memory;
};

// Zeros where there are none.
ELMAN_INLINE Vector load_if_any(const float* from, Units units) { return from == nullptr ? Vector{} : load(from, units); }

// `product` holds each gate's products with input and state and its biases; where a candidate is scaled, the last one's
// with the state, and `candidate_input` those with the input. `d_blocks` is the loss by each, in the order of blocks.

template <Vector (*activation)(Vector), Vector (*derivative)(Vector)>
struct ElmanSteps {
  static ELMAN_INLINE void forward(const Vector* product, Vector, const ForwardRow& row, Units units) {
    store(row.hidden, units, activation(product[0]));
  }
  static ELMAN_INLINE void backward(const BackwardRow& row, Units units, Vector* d_blocks) {
    const Vector d_hidden = load(row.d_state, units) + load_if_any(row.d_every_hidden, units);
    d_blocks[0] = d_hidden * derivative(load(row.hidden, units));
    store(row.d_state, units, Vector{});
  }
};

ELMAN_INLINE Vector tanh_derivative(Vector value) { return 1.0f - value * value; }
ELMAN_INLINE Vector relu_derivative(Vector value) { return value > 0.0f ? 1.0f + Vector{} : Vector{}; }

template <Cell>
struct Steps;

template <>
struct Steps<Cell::elman_tanh> : ElmanSteps<tanh, tanh_derivative> {};

template <>
struct Steps<Cell::elman_relu> : ElmanSteps<relu, relu_derivative> {};

template <>
struct Steps<Cell::gru> {
  static ELMAN_INLINE void forward(const Vector* product, Vector candidate_input, const ForwardRow& row, Units units) {
    const std::int64_t size = row.size;
    const Vector reset = sigmoid(product[0]), update = sigmoid(product[1]), scaled = product[2];
    const Vector candidate = tanh(candidate_input + reset * scaled);
    const Vector before = load(row.hidden_before, units);
    store(row.hidden, units, candidate + update * (before - candidate));
    store(row.saved, units, reset);
    store(row.saved + size, units, update);
    store(row.saved + 2 * size, units, candidate);
    store(row.saved + 3 * size, units, scaled);
  }
  static ELMAN_INLINE void backward(const BackwardRow& row, Units units, Vector* d_blocks) {
    const std::int64_t size = row.size;
    const Vector reset = load(row.saved, units), update = load(row.saved + size, units);
    const Vector candidate = load(row.saved + 2 * size, units), scaled = load(row.saved + 3 * size, units);
    const Vector d_hidden = load(row.d_state, units) + load_if_any(row.d_every_hidden, units);
    const Vector kept = d_hidden * update;
    const Vector d_candidate = (d_hidden - kept) * tanh_derivative(candidate);
    const Vector d_scaled = d_candidate * reset;
    d_blocks[0] = d_candidate;
    d_blocks[1] = d_scaled * scaled * (1.0f - reset);
    d_blocks[2] = kept * (1.0f - update) * (load(row.hidden_before, units) - candidate);
    d_blocks[3] = d_scaled;
    store(row.d_state, units, kept);
  }
};

template <>
struct Steps<Cell::lstm> {
  static ELMAN_INLINE void forward(const Vector* product, Vector, const ForwardRow& row, Units units) {
    const std::int64_t size = row.size;
    const Vector write = sigmoid(product[0]), forget = sigmoid(product[1]);
    const Vector candidate = tanh(product[2]), output = sigmoid(product[3]);
    const Vector memory = forget * load(row.memory_before, units) + write * candidate;
    const Vector squashed = tanh(memory);
    store(row.memory, units, memory);
    store(row.hidden, units, output * squashed);
    store(row.saved, units, write);
    store(row.saved + size, units, forget);
    store(row.saved + 2 * size, units, candidate);
    store(row.saved + 3 * size, units, output);
  }
  static ELMAN_INLINE void backward(const BackwardRow& row, Units units, Vector* d_blocks) {
    const std::int64_t size = row.size;
    const Vector write = load(row.saved, units), forget = load(row.saved + size, units);
    const Vector candidate = load(row.saved + 2 * size, units), output = load(row.saved + 3 * size, units);
    const Vector squashed = tanh(load(row.memory, units));
    const Vector d_hidden = load(row.d_state, units) + load_if_any(row.d_every_hidden, units);
    const Vector d_output = d_hidden * output;
    const Vector d_memory = load(row.d_memory, units) + load_if_any(row.d_every_memory, units) +
                            d_output * tanh_derivative(squashed);
    const Vector d_kept = d_memory * forget, d_written = d_memory * write;
    d_blocks[0] = d_written * candidate * (1.0f - write);
    d_blocks[1] = d_kept * load(row.memory_before, units) * (1.0f - forget);
    d_blocks[2] = d_written * tanh_derivative(candidate);
    d_blocks[3] = d_output * squashed * (1.0f - output);
    store(row.d_memory, units, d_kept);
    store(row.d_state, units, Vector{});
  }
};

template <>
struct Steps<Cell::mingru> {
  static ELMAN_INLINE void forward(const Vector* product, Vector, const ForwardRow& row, Units units) {
    const Vector gate = sigmoid(product[0]), candidate = product[1], before = load(row.hidden_before, units);
    store(row.hidden, units, before + gate * (candidate - before));
    store(row.saved, units, gate);
    store(row.saved + row.size, units, candidate);
  }
  static ELMAN_INLINE void backward(const BackwardRow& row, Units units, Vector* d_blocks) {
    const Vector gate = load(row.saved, units), candidate = load(row.saved + row.size, units);
    const Vector d_hidden = load(row.d_state, units) + load_if_any(row.d_every_hidden, units);
    const Vector d_candidate = d_hidden * gate;
    d_blocks[0] = d_candidate * (1.0f - gate) * (candidate - load(row.hidden_before, units));
    d_blocks[1] = d_candidate;
    store(row.d_state, units, d_hidden - d_candidate);
  }
};

}  // namespace elman::ELMAN_ISA
