// The linear reader's margins over the set of a text's features: `elman.runtime.linear`. As the network's logits, each is
// less the first class's.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "runtime/arrays.hpp"
#include "runtime/loops.hpp"
#include "runtime/token.hpp"

namespace elman {

class LinearReader {
 public:
  // Memory for one text at a time.
  struct Scratch {
    std::vector<std::uint8_t> stamps;  // of each feature, the number of the text that had it last
    std::uint8_t now = 0;              // the number of this text
    std::unique_ptr<std::byte[]> list;  // of ids of two bytes each, or of four
    std::size_t list_bytes = 0;
    std::vector<double> total;
  };

  // Throws std::invalid_argument if an array is missing or of another shape.
  LinearReader(std::size_t vocab_size, std::size_t num_classes, const Arrays& arrays)
      : outputs_(num_classes - 1),
        vocab_size_(vocab_size),
        stride_(outputs_ == 1 ? 2 : (outputs_ + 1 + 3) / 4 * 4),
        is_narrow_(vocab_size <= UINT16_MAX + 1) {
    const float* weight = arrays.get("linear.weight", {num_classes, vocab_size});
    const float* scale = arrays.get("linear.scale", {vocab_size});
    const float* bias = arrays.get("linear.bias", {num_classes});
    for (std::size_t label = 0; label < outputs_; ++label) bias_.push_back(bias[1 + label] - bias[0]);
    rows_.resize((vocab_size + 1) * stride_);
    for (std::size_t id = 0; id < vocab_size; ++id) {
      float* row = rows_.data() + id * stride_;
      row[0] = scale[id] * scale[id];
      for (std::size_t label = 0; label < outputs_; ++label) {
        row[1 + label] = weight[(1 + label) * vocab_size + id] - weight[id];
      }
    }
  }

  // Whether a feature says anything here; most of a dictionary may be the network's alone.
  bool reads(std::uint32_t id) const {
    const float* row = rows_.data() + id * stride_;
    return std::any_of(row, row + stride_, [](float number) { return number != 0; });
  }

  // The bytes that a set of features takes, a multiple of 8, with what is readable behind its ids; and one made there. Each
  // feature stands once among `ids`.
  std::size_t set_bytes(std::span<const std::uint32_t> ids) const {
    const auto is_read = [this](std::uint32_t id) { return reads(id); };
    return set_bytes(static_cast<std::size_t>(std::count_if(ids.begin(), ids.end(), is_read)));
  }
  const FeatureSet* make_set(std::span<const std::uint32_t> ids, void* where) const {
    auto* set = new (where) FeatureSet;
    std::fill_n(set->sum(), stride_, 0.0);
    for (const std::uint32_t id : ids) {
      if (!reads(id)) continue;
      for (std::size_t each = 0; each < stride_; ++each) set->sum()[each] += rows_[id * stride_ + each];
      write_id(*set, set->count++, id);
    }
    return set;
  }

  // Where the bytes of a set end.
  const std::byte* end_of(const FeatureSet& set) const {
    return reinterpret_cast<const std::byte*>(&set) + set_bytes(set.count);
  }

  // Brings the numbers of a feature near, of any or of none.
  void prefetch(std::uint32_t id) const {
    __builtin_prefetch(rows_.data() + std::min<std::size_t>(id, vocab_size_) * stride_);
  }

  // Adds the weighted margins [num_classes - 1] of a text to its logits; no token has more than `most` that are read.
  void add_margins(std::span<const Token> tokens, std::size_t most, double weight, Scratch& scratch,
                   double* logits) const {
    scratch.stamps.resize(vocab_size_);
    if (++scratch.now == 0) {  // every 256 texts the numbers begin anew
      std::fill(scratch.stamps.begin(), scratch.stamps.end(), std::uint8_t{0});
      scratch.now = 1;
    }
    scratch.total.assign(stride_, 0.0);
    const std::size_t room = tokens.size() * (most + 1) + FeatureSet::kReadable;
    const std::size_t bytes = room * id_bytes();
    if (scratch.list_bytes < bytes) {
      scratch.list = std::make_unique_for_overwrite<std::byte[]>(bytes);
      scratch.list_bytes = bytes;
    }
    loops_.add_features(tokens.data(), tokens.size(),
                        {rows_.data(), stride_, static_cast<std::uint32_t>(vocab_size_), is_narrow_},
                        scratch.stamps.data(), scratch.now, scratch.list.get(), scratch.total.data());
    const double length = scratch.total[0] == 0 ? 1.0 : std::sqrt(scratch.total[0]);  // nothing may be read
    for (std::size_t label = 0; label < outputs_; ++label) {
      logits[label] += weight * (scratch.total[1 + label] / length + bias_[label]);
    }
  }

 private:
  std::size_t set_bytes(std::size_t count) const {
    const std::size_t readable = std::max<std::size_t>(count, FeatureSet::kReadable);
    const std::size_t ids = readable * id_bytes();
    return sizeof(FeatureSet) + stride_ * sizeof(double) + (ids + 7) / 8 * 8;
  }
  std::size_t id_bytes() const { return is_narrow_ ? sizeof(std::uint16_t) : sizeof(std::uint32_t); }
  void write_id(FeatureSet& set, std::size_t place, std::uint32_t id) const {
    if (is_narrow_) {
      set.ids<std::uint16_t>(stride_)[place] = static_cast<std::uint16_t>(id);
    } else {
      set.ids<std::uint32_t>(stride_)[place] = id;
    }
  }

  const Loops& loops_ = best_loops();
  std::size_t outputs_, vocab_size_, stride_;
  bool is_narrow_;           // whether an id takes two bytes
  std::vector<float> rows_;  // of each feature: its scale squared, its weight for each class but the first, zeros; and
                             // one row of nothing but zeros
  std::vector<float> bias_;
};

}  // namespace elman
