// What each task adds to the gradients of weights, side by side until all are added up.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "kernels/kernels.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace elman {

constexpr std::int64_t most_tasks = 16;  // each has a copy of every gradient

// Where the sums go; null for those that are not wanted.
struct WeightGradients {
  float* d_state_weight;
  float* d_input_weight;
  float* d_bias;
  float* d_candidate_bias;
  float* d_table;
};

// Where the parts of a share begin, in floats.
struct ShareLayout {
  std::int64_t input_weight, biases, table, end;  // those of the state's weights come first
};

// The number of tasks depends on nothing but the batch, so a sum does not depend on the number of threads.
class AllShares {
 public:
  AllShares(const Kernels& with, const Layout& of_cells, std::int64_t units, std::int64_t inputs, std::int64_t table_rows,
            std::int64_t groups, bool biases)
      : tasks(std::min(groups, most_tasks)), kernels_(with), cells_(of_cells), hidden_(units), width_(inputs) {
    each_gate_ = kernels_.padded(hidden_);
    at_.input_weight = cells_.recurrent ? cells_.gates * each_gate_ * hidden_ : 0;
    at_.biases = at_.input_weight + cells_.gates * each_gate_ * width_;
    at_.table = at_.biases + (biases || cells_.candidate ? cells_.blocks() * each_gate_ : 0);
    at_.end = at_.table + table_rows * cells_.gates * hidden_;
    for (std::int64_t task = 0; task < tasks; ++task) shares_.push_back(std::make_unique<Scratch>(at_.end));
  }

  const std::int64_t tasks;

  // Those of a task, as zeros.
  Shares cleared(std::int64_t task) const {
    float* const first = shares_[static_cast<std::size_t>(task)]->get();
    std::fill_n(first, at_.end, 0.0f);
    return {first, first + at_.input_weight, at_.biases < at_.table ? first + at_.biases : nullptr,
            at_.table < at_.end ? first + at_.table : nullptr};
  }

  void sum(xla::ffi::ThreadPool& pool, const WeightGradients& wanted) const {
    std::vector<const float*> shares;
    for (const auto& each : shares_) shares.push_back(each->get());
    const auto add = [&](float* to, int gate, std::int64_t from, std::int64_t columns) {
      if (to != nullptr) kernels_.sum_weight({shares.data(), tasks, from, columns, hidden_, to + gate * hidden_ * columns});
    };
    const double operations = static_cast<double>(tasks * at_.end);
    run_tasks(pool, cells_.gates + 1, operations, [&](std::int64_t task) {
      if (task == cells_.gates) return sum_table(shares, wanted.d_table);
      const int block = static_cast<int>(task), gate = cells_.gate_of(block);
      const std::int64_t units = block * each_gate_;  // of the blocks before
      add(wanted.d_state_weight, cells_.gate_of(block + cells_.first_of_state()), units * hidden_, hidden_);
      if (width_ > 0) add(wanted.d_input_weight, gate, at_.input_weight + units * width_, width_);
      add(wanted.d_bias, gate, at_.biases + units, 1);
    });
    add(wanted.d_candidate_bias, 0, at_.biases + cells_.gates * each_gate_, 1);
  }

 private:
  void sum_table(const std::vector<const float*>& shares, float* to) const {
    if (to == nullptr) return;
    const std::int64_t size = at_.end - at_.table;
    std::fill_n(to, size, 0.0f);
    for (const float* share : shares) {
      for (std::int64_t each = 0; each < size; ++each) to[each] += share[at_.table + each];
    }
  }

  const Kernels& kernels_;
  Layout cells_;
  std::int64_t hidden_, width_;
  std::int64_t each_gate_;  // floats of a gate, for each column
  ShareLayout at_;
  std::vector<std::unique_ptr<Scratch>> shares_;
};

}  // namespace elman
