// The network's answer: tokens in, logits out. The same numbers as `elman.runtime.network`, to rounding, but each less the
// first class's: a softmax sees only differences, and of two classes one number is left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/cell.hpp"
#include "runtime/arrays.hpp"
#include "runtime/loops.hpp"
#include "runtime/token.hpp"

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
    std::vector<float> projected, states, memory, pooled;
    std::vector<const float*> rows, inputs;
    std::size_t bytes() const {
      return (projected.capacity() + states.capacity()) * sizeof(float) +
             (rows.capacity() + inputs.capacity()) * sizeof(const float*);
    }
  };

  // Throws std::invalid_argument if an array is missing or of another shape than the settings ask for.
  Network(const NetworkSettings& settings, const Arrays& arrays);

  std::uint32_t vocab_size() const { return static_cast<std::uint32_t>(settings_.vocab_size); }
  std::size_t row_width() const { return folded_width_ + vector_width_ + share_width_; }

  // Writes the row of a token of such features, without those that are not embedded, and of the unknown one where none is:
  // what the first layer makes of its vector, where that is not too wide to be remembered; and where the vector is still
  // asked for, what its mean's share of the logits will be, or the vector.
  void make_row(std::span<const std::uint32_t> ids, float* row) const;

  // Writes the logits [num_classes - 1] of a text, of all classes but the first; any may be empty.
  void logits(std::span<const Token> tokens, Scratch& scratch, double* out) const;

 private:
  struct Layer {
    std::size_t inputs = 0;             // rows of `weight`, padded units of the layer below included
    std::vector<float> weight, bias;    // W_ih transposed [inputs, directions * gates * units], and [.. units]
    std::vector<std::vector<float>> recurrent, start;  // of each direction, as `Recurrence` has them
  };

  std::size_t padded(std::size_t width) const;
  void add_layer(std::size_t number, const Arrays& arrays);
  void add_head(const Arrays& arrays);
  Recurrence recurrence(const Layer& layer, std::size_t direction) const;
  void project(const Layer& layer, const float* const* inputs, std::size_t steps, float* out) const;
  void read(std::size_t steps, Scratch& scratch) const;
  void read_layer(const Layer& layer, bool is_top, const float* const* rows, std::size_t steps, Scratch& scratch) const;
  void pool(std::size_t steps, Scratch& scratch) const;
  Pooled pooled_parts(float* pooled) const;

  NetworkSettings settings_;
  const Loops& loops_;
  std::size_t outputs_, directions_, gates_, units_, states_width_, embedding_width_, projected_width_;
  std::size_t folded_width_;  // of a row's projection; 0 where it is computed anew for each text
  std::size_t vector_width_ = 0;  // of the vector in a row; 0 where nobody asks for it
  std::size_t share_width_ = 0;   // of what the vector adds to each logit, in a row; 0 where vectors are pooled
  std::size_t pooled_width_ = 0;
  std::vector<std::size_t> pooled_starts_;  // of each part
  std::vector<float> embedding_;
  std::vector<Layer> layers_;
  std::vector<float> head_, head_bias_;
  std::vector<float> inputs_head_;  // [outputs, embedding_width], where rows hold shares
};

}  // namespace elman
