// The linear reader's margins over the set of a text's features: `elman.runtime.linear`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "arrays.hpp"
#include "kernels.hpp"
#include "token.hpp"

namespace elman {

class LinearReader {
 public:
  // Which features the text at hand had; one for each thread.
  struct Scratch {
    std::vector<std::uint16_t> stamps;  // [vocab_size], of the text that had the feature last
    std::uint16_t now = 0;
    std::vector<float> total;
  };

  // Throws std::invalid_argument if an array is missing or of another shape.
  LinearReader(std::size_t vocab_size, std::size_t num_classes, const Arrays& arrays)
      : classes_(num_classes), vocab_size_(vocab_size), stride_((num_classes + 1 + 3) / 4 * 4) {
    const float* weight = arrays.get("linear.weight", {num_classes, vocab_size});
    const float* scale = arrays.get("linear.scale", {vocab_size});
    const float* bias = arrays.get("linear.bias", {num_classes});
    bias_.assign(bias, bias + num_classes);
    rows_.resize(vocab_size * stride_);
    for (std::size_t id = 0; id < vocab_size; ++id) {
      float* row = rows_.data() + id * stride_;
      row[0] = scale[id] * scale[id];
      for (std::size_t label = 0; label < num_classes; ++label) row[1 + label] = weight[label * vocab_size + id];
    }
  }

  // Adds the weighted margins [num_classes] of a text to its logits.
  void add_margins(std::span<const Token> tokens, double weight, Scratch& scratch, double* logits) const {
    scratch.stamps.resize(vocab_size_);
    if (++scratch.now == 0) {  // every 65,536 texts the numbers begin anew
      std::fill(scratch.stamps.begin(), scratch.stamps.end(), std::uint16_t{0});
      scratch.now = 1;
    }
    scratch.total.assign(stride_, 0.0f);
    kernels_.add_distinct(tokens.data(), tokens.size(), scratch.stamps.data(), scratch.now, rows_.data(), stride_,
                          scratch.total.data());
    const float length = tokens.empty() ? 1.0f : std::sqrt(scratch.total[0]);
    for (std::size_t label = 0; label < classes_; ++label) {
      logits[label] += weight * (scratch.total[1 + label] / length + bias_[label]);
    }
  }

 private:
  const Kernels& kernels_ = best_kernels();
  std::size_t classes_, vocab_size_, stride_;
  std::vector<float> rows_;  // of each feature: its scale squared, its weight for each class, zeros
  std::vector<float> bias_;
};

}  // namespace elman
