// The network's answer: tokens in, logits out. The same numbers as `elman.runtime.network`, to rounding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "kernels.hpp"
#include "token.hpp"

namespace elman {

enum class Pooling { last, mean, max, inputs };

struct NetworkSettings {  // `elman.architecture.Architecture`
  std::size_t vocab_size = 0, embedding_size = 0;
  Cell cell = Cell::mingru;
  std::size_t hidden_size = 0, num_layers = 0;
  bool bidirectional = false;
  std::vector<Pooling> pooling;
  std::size_t num_classes = 0;
};

class Network {
 public:
  // Memory for one text at a time; it grows to the longest seen.
  struct Scratch {
    std::vector<float> rows, projected, states, memory, pooled;
  };

  // Throws std::invalid_argument if an array is missing or of another shape than the settings ask for.
  Network(const NetworkSettings& settings, const Arrays& arrays);

  std::size_t row_width() const { return folded_width_ + embedding_width_; }

  // Whether a feature has a row of the embedding; a linear reader may read more than those.
  bool embeds(std::uint32_t id) const { return id < settings_.vocab_size; }

  // Writes the row of a set of embedded features: the sum of their vectors and, where that is not too wide, its projection into
  // the first layer. Being linear, rows can be added.
  void sum_rows(std::span<const std::uint32_t> ids, float* row) const;

  // Writes the logits [num_classes] of a text; any may be empty.
  void logits(std::span<const Token> tokens, Scratch& scratch, double* out) const;

 private:
  struct Layer {
    std::size_t inputs = 0;             // rows of `weight`, padded units of the layer below included
    std::vector<float> weight, bias;    // W_ih transposed [inputs, directions * gates * units], and [.. units]
    std::vector<std::vector<float>> recurrent, start;  // of each direction, as `Recurrence` has them
  };

  void add_layer(std::size_t number, const Arrays& arrays);
  void add_head(const Arrays& arrays);
  Recurrence recurrence(const Layer& layer, std::size_t direction) const;
  void read(std::size_t steps, Scratch& scratch) const;
  void pool(std::size_t steps, Scratch& scratch) const;

  const Kernels& kernels_ = best_kernels();
  NetworkSettings settings_;
  std::size_t directions_, gates_, units_, states_width_, embedding_width_, projected_width_;
  std::size_t folded_width_;  // of a row's projection; 0 where it is computed anew for each text
  std::size_t pooled_width_ = 0;
  std::vector<float> embedding_, row_bias_, zeros_;
  std::vector<Layer> layers_;
  std::vector<float> head_, head_bias_;
};

}  // namespace elman
