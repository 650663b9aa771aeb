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

// The number of tasks depends on nothing but the batch, so a sum does not depend on the number of threads.
struct AllShares {
  const Kernels& kernels;
  Layout cells;
  std::int64_t hidden, width, table_rows, tasks;
  std::int64_t each_gate;                                  // floats of a gate, for each column
  std::int64_t of_state, of_input, of_biases, of_table;  // floats of a share
  std::vector<std::unique_ptr<Scratch>> all;

  AllShares(const Kernels& kernels, const Layout& cells, std::int64_t hidden, std::int64_t width, std::int64_t table_rows,
            std::int64_t groups, bool biases)
      : kernels(kernels), cells(cells), hidden(hidden), width(width), table_rows(table_rows), tasks(std::min(groups, most_tasks)) {
    each_gate = kernels.padded(hidden);
    of_state = cells.recurrent ? cells.gates * each_gate * hidden : 0;
    of_input = cells.gates * each_gate * width;
    of_biases = biases || cells.candidate ? cells.blocks() * each_gate : 0;
    of_table = table_rows * cells.gates * hidden;
    for (std::int64_t task = 0; task < tasks; ++task) {
      all.push_back(std::make_unique<Scratch>(of_state + of_input + of_biases + of_table));
    }
  }

  // Those of a task, as zeros.
  Shares cleared(std::int64_t task) const {
    float* first = all[task]->get();
    std::fill_n(first, of_state + of_input + of_biases + of_table, 0.0f);
    Shares shares = {first, first + of_state, first + of_state + of_input, first + of_state + of_input + of_biases};
    if (of_biases == 0) shares.d_biases = nullptr;
    if (of_table == 0) shares.d_table = nullptr;
    return shares;
  }

  void sum(xla::ffi::ThreadPool& pool, const WeightGradients& wanted) const {
    std::vector<const float*> shares;
    for (const auto& each : all) shares.push_back(each->get());
    const std::int64_t start = of_state + of_input, state = cells.first_of_state();
    const double operations = 1.0 * tasks * (of_state + of_input + of_table);
    run_tasks(pool, cells.gates + 1, operations, [&](std::int64_t block) {
      if (block == cells.gates) return sum_table(shares, wanted.d_table);
      const std::int64_t offset = block * each_gate;
      const auto add = [&](float* to, int gate, std::int64_t from, std::int64_t columns) {
        if (to != nullptr) kernels.sum_weight({shares.data(), tasks, from, columns, hidden, to + gate * hidden * columns});
      };
      const int gate = cells.gate_of(static_cast<int>(block)), gate_of_state = cells.gate_of(static_cast<int>(block + state));
      add(wanted.d_state_weight, gate_of_state, offset * hidden, hidden);
      if (width > 0) add(wanted.d_input_weight, gate, of_state + offset * width, width);
      add(wanted.d_bias, gate, start + offset, 1);
    });
    if (wanted.d_candidate_bias != nullptr) {
      kernels.sum_weight({shares.data(), tasks, start + cells.gates * each_gate, 1, hidden, wanted.d_candidate_bias});
    }
  }

 private:
  void sum_table(const std::vector<const float*>& shares, float* to) const {
    if (to == nullptr) return;
    std::fill_n(to, of_table, 0.0f);
    for (const float* share : shares) {
      const float* from = share + of_state + of_input + of_biases;
      for (std::int64_t each = 0; each < of_table; ++each) to[each] += from[each];
    }
  }
};

}  // namespace elman
