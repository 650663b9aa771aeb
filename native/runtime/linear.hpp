// The linear reader's margins over the set of a text's features: `elman.runtime.linear`. As the network's logits, each is
// less the first class's.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "arrays.hpp"
#include "kernels.hpp"
#include "token.hpp"

namespace elman {

class LinearReader {
 public:
  // Memory for one text at a time.
  struct Scratch {
    std::vector<std::uint8_t> stamps;  // of each feature, the number of the text that had it last
    std::uint8_t now = 0;              // the number of this text
    std::vector<std::uint32_t> list;
    std::vector<float> total;
  };

  // Throws std::invalid_argument if an array is missing or of another shape.
  LinearReader(std::size_t vocab_size, std::size_t num_classes, const Arrays& arrays)
      : outputs_(num_classes - 1), vocab_size_(vocab_size), stride_(outputs_ == 1 ? 2 : (outputs_ + 1 + 3) / 4 * 4) {
    const float* weight = arrays.get("linear.weight", {num_classes, vocab_size});
    const float* scale = arrays.get("linear.scale", {vocab_size});
    const float* bias = arrays.get("linear.bias", {num_classes});
    for (std::size_t label = 0; label < outputs_; ++label) bias_.push_back(bias[1 + label] - bias[0]);
    rows_.resize((vocab_size + 1) * stride_);
    planes_.resize((outputs_ + 1) * FeatureSet::kFrequent);
    for (std::size_t id = 0; id < vocab_size; ++id) {
      float* row = rows_.data() + id * stride_;
      row[0] = scale[id] * scale[id];
      for (std::size_t label = 0; label < outputs_; ++label) {
        row[1 + label] = weight[(1 + label) * vocab_size + id] - weight[id];
      }
      if (id >= FeatureSet::kFrequent) continue;
      for (std::size_t each = 0; each <= outputs_; ++each) planes_[each * FeatureSet::kFrequent + id] = row[each];
    }
  }

  // The bytes that a set of features takes, its end being that of the last one's id, and one made there; each feature
  // stands once among `ids`.
  std::size_t set_bytes(std::span<const std::uint32_t> ids) const {
    const auto is_rare = [](std::uint32_t id) { return id >= FeatureSet::kFrequent; };
    const auto rare = std::count_if(ids.begin(), ids.end(), is_rare);
    return offsetof(FeatureSet, rare_count) + (1 + static_cast<std::size_t>(rare)) * sizeof(std::uint32_t);
  }
  const FeatureSet* make_set(std::span<const std::uint32_t> ids, void* where) const {
    auto* set = new (where) FeatureSet;
    for (const std::uint32_t id : ids) {
      if (id < FeatureSet::kFrequent) {
        set->frequent[id / 64] |= std::uint64_t{1} << id % 64;
      } else {
        set->rare()[set->rare_count++] = id;
      }
    }
    return set;
  }

  // Adds the weighted margins [num_classes - 1] of a text to its logits.
  void add_margins(std::span<const Token> tokens, double weight, Scratch& scratch, double* logits) const {
    scratch.stamps.resize(vocab_size_);
    if (++scratch.now == 0) {  // every 256 texts the numbers begin anew
      std::fill(scratch.stamps.begin(), scratch.stamps.end(), std::uint8_t{0});
      scratch.now = 1;
    }
    scratch.total.assign(stride_, 0.0f);
    std::size_t rare = FeatureSet::kReadable;
    for (const Token& token : tokens) rare += token.features->rare_count + 1;
    if (scratch.list.size() < rare) scratch.list.resize(rare);
    const auto zeros = static_cast<std::uint32_t>(vocab_size_);
    kernels_.add_features(tokens.data(), tokens.size(), {planes_.data(), rows_.data(), outputs_ + 1, stride_, zeros},
                          scratch.stamps.data(), scratch.now, scratch.list.data(), scratch.total.data());
    const float length = tokens.empty() ? 1.0f : std::sqrt(scratch.total[0]);
    for (std::size_t label = 0; label < outputs_; ++label) {
      logits[label] += weight * (scratch.total[1 + label] / length + bias_[label]);
    }
  }

 private:
  const Kernels& kernels_ = best_kernels();
  std::size_t outputs_, vocab_size_, stride_;
  std::vector<float> rows_;    // of each feature: its scale squared, its weight for each class but the first, zeros; and
                               // one row of nothing but zeros
  std::vector<float> planes_;  // the same numbers of the frequent ones, one after the other, [1 + outputs, frequent]
  std::vector<float> bias_;
};

}  // namespace elman
