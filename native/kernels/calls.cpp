#include "kernels/calls.hpp"

#include <atomic>

#include "kernels/handlers.hpp"
#include "kernels/matrix_gradient.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

std::atomic<Isa> active{best_isa()};

// The extents of a call are those of its first argument, [time, batch, blocks * hidden]; all others are checked
// against them.
const float* first_argument(Arguments& arguments, const char* name, int blocks, Extents& extents) {
  const ffi::AnyBuffer buffer = arguments.take(name);
  const auto shape = buffer.dimensions();
  if (buffer.element_type() != ffi::F32 || shape.size() != 3 || shape[2] % blocks != 0) {
    throw std::invalid_argument("`" + std::string(name) + "`: expected float32[time, batch, " + std::to_string(blocks) +
                                " * hidden]; got " + in_words(buffer.element_type(), shape.begin(), shape.size()));
  }
  extents = {shape[0], shape[1], shape[2] / blocks};
  if (extents.time * extents.batch > INT32_MAX) {
    throw std::invalid_argument("`" + std::string(name) + "`: expected at most 2147483647 steps of all texts; got " +
                                std::to_string(extents.time * extents.batch));
  }
  return static_cast<const float*>(buffer.untyped_data());
}

template <Cell cell>
void forward(ffi::ThreadPool pool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  Forward problem = {};
  problem.projected = first_argument(arguments, "projected", cells.gates, problem.extents);
  const auto [time, batch, hidden] = problem.extents;
  const Texts texts(arguments.integers("lengths", {batch}), problem.extents);
  problem.lengths = texts.lengths.data();
  problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
  if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
  const float* weight = cells.recurrent ? arguments.floats("weight_hh", {cells.gates * hidden, hidden}) : nullptr;
  if (cells.candidate) problem.candidate_bias = arguments.floats("bias_candidate", {hidden});
  arguments.finish();
  problem.hidden = results.floats("hidden", {time, batch, hidden});
  if (cells.memory) problem.memory = results.floats("memory", {time, batch, hidden});
  problem.last_hidden = results.floats("last_hidden", {batch, hidden});
  if (cells.memory) problem.last_memory = results.floats("last_memory", {batch, hidden});
  if (cells.saved) problem.saved = results.floats("saved", {time, batch, cells.saved * hidden});
  results.finish();

  const Scratch panels(cells.recurrent ? kernels.panel_floats(hidden, cells.gates, hidden) : 0);
  if (cells.recurrent) kernels.pack(weight, cells.gates, hidden, panels.get());
  problem.panels = panels.get();
  const double operations = 1.0 * texts.real_steps() * hidden * cells.gates * (cells.recurrent ? hidden + 30 : 30);
  run_tasks(pool, texts.groups(), operations, [&](std::int64_t each) {
    kernels.cells[static_cast<int>(cell)].forward(problem, texts.group(each));
  });
}

// For each real step, the state with which it begins.
std::vector<const float*> states_before(const Backward& problem, const std::vector<std::int32_t>& steps) {
  const auto [time, batch, hidden] = problem.extents;
  std::vector<const float*> states;
  states.reserve(steps.size());
  for (const std::int32_t step : steps) {
    states.push_back(step < batch ? problem.initial_hidden + step * hidden : problem.hidden + (step - batch) * hidden);
  }
  return states;
}

template <Cell cell>
void backward(ffi::ThreadPool pool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  Backward problem = {};
  problem.hidden = first_argument(arguments, "hidden", 1, problem.extents);
  const auto [time, batch, hidden] = problem.extents;
  if (cells.memory) problem.memory = arguments.floats("memory", {time, batch, hidden});
  if (cells.saved) problem.saved = arguments.floats("saved", {time, batch, cells.saved * hidden});
  if (cells.reads_input) problem.projected = arguments.floats("projected", {time, batch, cells.gates * hidden});
  const Texts texts(arguments.integers("lengths", {batch}), problem.extents);
  problem.lengths = texts.lengths.data();
  problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
  if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
  const float* weight = cells.recurrent ? arguments.floats("weight_hh", {cells.gates * hidden, hidden}) : nullptr;
  problem.d_hidden = arguments.floats("d_hidden", {time, batch, hidden});
  if (cells.memory) problem.d_memory = arguments.floats("d_memory", {time, batch, hidden});
  problem.d_last_hidden = arguments.floats("d_last_hidden", {batch, hidden});
  if (cells.memory) problem.d_last_memory = arguments.floats("d_last_memory", {batch, hidden});
  arguments.finish();
  problem.d_projected = results.floats("d_projected", {time, batch, cells.gates * hidden});
  problem.d_initial_hidden = results.floats("d_initial_hidden", {batch, hidden});
  if (cells.memory) problem.d_initial_memory = results.floats("d_initial_memory", {batch, hidden});
  float* d_weight = cells.recurrent ? results.floats("d_weight_hh", {cells.gates * hidden, hidden}) : nullptr;
  float* d_bias = cells.candidate ? results.floats("d_bias_candidate", {hidden}) : nullptr;
  if (cells.candidate) problem.d_candidate = results.floats("d_candidate", {time, batch, hidden});
  results.finish();

  const Scratch panels(cells.recurrent ? kernels.panel_floats(cells.gates * hidden, 1, hidden) : 0);
  if (cells.recurrent) kernels.pack_transposed(weight, cells.gates, hidden, panels.get());
  problem.panels = panels.get();
  const double operations = 1.0 * texts.real_steps() * hidden * cells.gates * (cells.recurrent ? hidden + 10 : 10);
  run_tasks(pool, texts.groups(), operations, [&](std::int64_t each) {
    kernels.cells[static_cast<int>(cell)].backward(problem, texts.group(each));
  });
  if (!cells.recurrent) return;
  const std::vector<std::int32_t> steps = texts.steps();
  const auto step_count = static_cast<std::int64_t>(steps.size());
  const std::int64_t rows = cells.gates * hidden, direct = cells.candidate ? rows - hidden : rows;
  const std::vector<const float*> states = states_before(problem, steps);
  const WeightGradient gradient{steps.data(), step_count, problem.d_projected, rows, states.data(), hidden, d_weight};
  weight_gradient(pool, kernels, gradient, direct);
  if (cells.candidate) {
    WeightGradient scaled = gradient;
    scaled.d_rows = problem.d_candidate;
    scaled.stride = hidden;
    scaled.d_weight = d_weight + direct * hidden;
    weight_gradient(pool, kernels, scaled, hidden);
    kernels.sum_rows(scaled, d_bias, hidden);
  }
}

}  // namespace

const Call calls[call_count] = {
    {"elman_tanh_forward", handle<forward<Cell::elman_tanh>>},
    {"elman_tanh_backward", handle<backward<Cell::elman_tanh>>},
    {"elman_relu_forward", handle<forward<Cell::elman_relu>>},
    {"elman_relu_backward", handle<backward<Cell::elman_relu>>},
    {"gru_forward", handle<forward<Cell::gru>>},
    {"gru_backward", handle<backward<Cell::gru>>},
    {"lstm_forward", handle<forward<Cell::lstm>>},
    {"lstm_backward", handle<backward<Cell::lstm>>},
    {"mingru_forward", handle<forward<Cell::mingru>>},
    {"mingru_backward", handle<backward<Cell::mingru>>},
    {"project_forward", project_forward},
    {"project_backward", project_backward},
    {"embed_forward", embed_forward},
    {"embed_backward", embed_backward},
    {"place_tokens_forward", place_tokens_forward},
    {"place_tokens_backward", place_tokens_backward},
    {"pool_states_forward", pool_states_forward},
    {"pool_states_backward", pool_states_backward},
};

Isa active_isa() { return active.load(std::memory_order_relaxed); }
void choose_isa(Isa isa) { active.store(isa, std::memory_order_relaxed); }

}  // namespace elman
