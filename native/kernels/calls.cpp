#include "kernels/calls.hpp"

#include "kernels/handlers.hpp"
#include "kernels/kernels.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reading.hpp"
#include "kernels/scratch.hpp"
#include "kernels/shares.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

// About what a pass costs: the products of every gate's unit, and what is made of their sum.
double operations_of(const Texts& texts, const Layout& cells, std::int64_t hidden, std::int64_t width) {
  constexpr std::int64_t of_nonlinearity = 30;
  const std::int64_t products = width + (cells.recurrent ? hidden : 0);
  return 1.0 * texts.real_steps() * hidden * cells.gates * (products + of_nonlinearity);
}

template <Cell cell, Source source>
void forward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  const Reading reading = forward_reading<source>(arguments, cells, reversed);
  const auto [time, batch, hidden] = reading.extents;
  Forward problem = {};
  problem.extents = reading.extents;
  problem.read = reading.read;
  problem.order = reading.order();
  const Texts texts(arguments.integers("lengths", {batch}), problem.extents);
  problem.lengths = texts.lengths.data();
  check_rows(problem.read, reading.table_rows, texts);
  problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
  if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
  const float* weight = cells.recurrent ? arguments.floats("weight_hh", {cells.gates * hidden, hidden}) : nullptr;
  if (cells.candidate) problem.candidate_bias = arguments.floats("bias_candidate", {hidden});
  arguments.finish();
  const Shape every = reading.states();
  problem.hidden = results.floats("hidden", every);
  if (cells.memory) problem.memory = results.floats("memory", every);
  problem.last_hidden = results.floats("last_hidden", {batch, hidden});
  if (cells.memory) problem.last_memory = results.floats("last_memory", {batch, hidden});
  if (cells.saved) problem.saved = results.floats("saved", {time, batch, cells.saved * hidden});
  results.finish();

  const std::int64_t width = problem.read.width;
  const Scratch panels(kernels.panel_floats(width + (cells.recurrent ? hidden : 0), cells.gates, hidden));
  kernels.pack(reading.weight, width, weight, cells.gates, hidden, panels.get());
  problem.panels = panels.get();
  run_tasks(pool, texts.groups(), operations_of(texts, cells, hidden, width), [&](std::int64_t each) {
    kernels.cells[static_cast<int>(cell)].forward(problem, texts.group(each));
  });
}

template <Cell cell, Source source>
void backward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  const Reading reading = backward_reading<source>(arguments, cells, reversed);
  Backward problem = {};
  problem.hidden = reading.hidden;
  const auto [time, batch, hidden] = problem.extents = reading.extents;
  problem.order = reading.order();
  const Shape every = reading.states();
  if (cells.memory) problem.memory = arguments.floats("memory", every);
  if (cells.saved) problem.saved = arguments.floats("saved", {time, batch, cells.saved * hidden});
  const Texts texts(arguments.integers("lengths", {batch}), problem.extents);
  problem.lengths = texts.lengths.data();
  problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
  if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
  const std::int64_t rows = cells.gates * hidden;
  const float* weight = cells.recurrent ? arguments.floats("weight_hh", {rows, hidden}) : nullptr;
  problem.d_hidden = arguments.floats_or_zeros("d_hidden", every);
  if (cells.memory) problem.d_memory = arguments.floats_or_zeros("d_memory", every);
  problem.d_last_hidden = arguments.floats("d_last_hidden", {batch, hidden});
  if (cells.memory) problem.d_last_memory = arguments.floats("d_last_memory", {batch, hidden});
  arguments.finish();
  const ReadResults found = read_results<source>(results, reading, rows);
  problem.read = reading.read;
  check_rows(problem.read, found.table_rows, texts);
  problem.d_added = found.d_added;
  problem.d_inputs = found.d_inputs;
  problem.d_initial_hidden = results.floats("d_initial_hidden", {batch, hidden});
  if (cells.memory) problem.d_initial_memory = results.floats("d_initial_memory", {batch, hidden});
  float* d_weight = cells.recurrent ? results.floats("d_weight_hh", {rows, hidden}) : nullptr;
  float* d_candidate_bias = cells.candidate ? results.floats("d_bias_candidate", {hidden}) : nullptr;
  results.finish();

  const std::int64_t width = problem.read.width, depth = cells.gates * kernels.padded(hidden);
  const Scratch panels(kernels.panel_floats(cells.recurrent ? depth : 0, 1, hidden));
  const Scratch input_panels(kernels.panel_floats(depth, 1, width));
  if (cells.recurrent) {
    kernels.pack_transposed(weight, cells.gates, cells.gate_of(cells.first_of_state()), hidden, hidden, panels.get());
  }
  if (width > 0) kernels.pack_transposed(reading.weight, cells.gates, cells.gate_of(0), hidden, width, input_panels.get());
  problem.panels = panels.get();
  problem.input_panels = input_panels.get();

  const double operations = 2 * operations_of(texts, cells, hidden, width);
  const AllShares shares(kernels, cells, hidden, width, found.table_rows, texts.groups(), found.d_bias != nullptr);
  run_tasks(pool, shares.tasks, operations, [&, hidden = hidden](std::int64_t each) {  // clang 15 captures no such name
    const std::int64_t task = shares.tasks - 1 - each;  // what was gone through last is still in the cache
    const Scratch scratch(kernels.scratch_floats(depth / cells.gates * cells.blocks() / kernels.lanes, hidden, width));
    const Shares mine = shares.cleared(task);
    for (std::int64_t group = task; group < texts.groups(); group += shares.tasks) {
      kernels.cells[static_cast<int>(cell)].backward(problem, texts.group(group), mine, scratch.get());
    }
  });
  shares.sum(pool, {d_weight, found.d_weight, found.d_bias, d_candidate_bias, found.d_table});
}

}  // namespace

#define ELMAN_CALLS_OF(name, cell, suffix, source)                                             \
  {name "_forward" suffix, handle_either_way<forward<Cell::cell, Source::source>>},            \
      {name "_backward" suffix, handle_either_way<backward<Cell::cell, Source::source>>}
#define ELMAN_CALLS(name, cell)                                                                \
  ELMAN_CALLS_OF(name, cell, "", steps), ELMAN_CALLS_OF(name, cell, "_table", table),          \
      ELMAN_CALLS_OF(name, cell, "_inputs", inputs)

const Call calls[call_count] = {
    ELMAN_CALLS("elman_tanh", elman_tanh),
    ELMAN_CALLS("elman_relu", elman_relu),
    ELMAN_CALLS("gru", gru),
    ELMAN_CALLS("lstm", lstm),
    ELMAN_CALLS("mingru", mingru),
    {"embed_forward", embed_forward},
    {"embed_backward", embed_backward},
    {"place_tokens_forward", place_tokens_forward},
    {"place_tokens_backward", place_tokens_backward},
    {"pool_states_forward", pool_states_forward},
    {"pool_states_backward", pool_states_backward},
};

}  // namespace elman
