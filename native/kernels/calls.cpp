#include "kernels/calls.hpp"

#include "core/active_isa.hpp"
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
  return static_cast<double>(texts.real_steps()) * static_cast<double>(hidden * cells.gates * (products + of_nonlinearity));
}

// What a call was given and what it is to write, all of it checked.
template <Cell cell, Source source>
struct ForwardCall {
  static constexpr Layout cells = layout(cell);
  Reading reading;
  Forward problem = {};
  Texts texts;
  const float* weight;

  ForwardCall(Arguments& arguments, Results& results, bool reversed)
      : reading(forward_reading<source>(arguments, cells, reversed)),
        texts(arguments.integers("lengths", {reading.extents.batch}), reading.extents) {
    const auto [time, batch, hidden] = problem.extents = reading.extents;
    problem.read = reading.read;
    problem.order = reading.order();
    problem.lengths = texts.lengths.data();
    check_rows(problem.read, reading.table_rows, texts);
    problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
    if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
    weight = cells.recurrent ? arguments.floats("weight_hh", {cells.gates * hidden, hidden}) : nullptr;
    if (cells.candidate) problem.candidate_bias = arguments.floats("bias_candidate", {hidden});
    arguments.finish();
    const Shape states = reading.states();
    problem.hidden = results.floats("hidden", states);
    if (cells.memory) problem.memory = results.floats("memory", states);
    problem.last_hidden = results.floats("last_hidden", {batch, hidden});
    if (cells.memory) problem.last_memory = results.floats("last_memory", {batch, hidden});
    if (cells.saved) problem.saved = results.floats("saved", {time, batch, cells.saved * hidden});
    results.finish();
  }
};

template <Cell cell, Source source>
void forward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  Arguments arguments(given);
  Results results(wanted);
  ForwardCall<cell, source> call(arguments, results, reversed);
  const Kernels& kernels = kernels_for(active_isa());
  const std::int64_t hidden = call.problem.extents.hidden, width = call.problem.read.width;
  const Scratch panels(kernels.panel_floats(width + (cells.recurrent ? hidden : 0), cells.gates, hidden));
  kernels.pack(call.reading.weight, width, call.weight, cells.gates, hidden, panels.get());
  call.problem.panels = panels.get();
  run_tasks(pool, call.texts.groups(), operations_of(call.texts, cells, hidden, width), [&](std::int64_t each) {
    kernels.cells[static_cast<int>(cell)].forward(call.problem, call.texts.group(each));
  });
}

// The same for the way back.
template <Cell cell, Source source>
struct BackwardCall {
  static constexpr Layout cells = layout(cell);
  Reading reading;
  Backward problem = {};
  Texts texts;
  const float* weight;
  ReadResults found;
  float *d_weight, *d_candidate_bias;

  BackwardCall(Arguments& arguments, Results& results, bool reversed)
      : reading(backward_reading<source>(arguments, cells, reversed)),
        problem(with_states(arguments, reading)),
        texts(arguments.integers("lengths", {reading.extents.batch}), reading.extents) {
    const auto [time, batch, hidden] = problem.extents;
    const std::int64_t rows = cells.gates * hidden;
    const Shape states = reading.states();
    problem.lengths = texts.lengths.data();
    problem.initial_hidden = arguments.floats("initial_hidden", {batch, hidden});
    if (cells.memory) problem.initial_memory = arguments.floats("initial_memory", {batch, hidden});
    weight = cells.recurrent ? arguments.floats("weight_hh", {rows, hidden}) : nullptr;
    problem.d_hidden = arguments.floats_or_zeros("d_hidden", states);
    if (cells.memory) problem.d_memory = arguments.floats_or_zeros("d_memory", states);
    problem.d_last_hidden = arguments.floats("d_last_hidden", {batch, hidden});
    if (cells.memory) problem.d_last_memory = arguments.floats("d_last_memory", {batch, hidden});
    arguments.finish();
    found = read_results<source>(results, reading, rows);
    problem.read = reading.read;
    check_rows(problem.read, found.table_rows, texts);
    problem.d_projected = found.d_projected;
    problem.d_inputs = found.d_inputs;
    problem.d_initial_hidden = results.floats("d_initial_hidden", {batch, hidden});
    if (cells.memory) problem.d_initial_memory = results.floats("d_initial_memory", {batch, hidden});
    d_weight = cells.recurrent ? results.floats("d_weight_hh", {rows, hidden}) : nullptr;
    d_candidate_bias = cells.candidate ? results.floats("d_bias_candidate", {hidden}) : nullptr;
    results.finish();
  }

  static Backward with_states(Arguments& arguments, const Reading& reading) {
    Backward problem = {};
    problem.extents = reading.extents;
    problem.order = reading.order();
    problem.hidden = reading.hidden;
    const auto [time, batch, hidden] = reading.extents;
    if (cells.memory) problem.memory = arguments.floats("memory", reading.states());
    if (cells.saved) problem.saved = arguments.floats("saved", {time, batch, cells.saved * hidden});
    return problem;
  }
};

template <Cell cell, Source source>
void backward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  constexpr Layout cells = layout(cell);
  Arguments arguments(given);
  Results results(wanted);
  BackwardCall<cell, source> call(arguments, results, reversed);
  const Kernels& kernels = kernels_for(active_isa());
  const std::int64_t hidden = call.problem.extents.hidden, width = call.problem.read.width;
  const std::int64_t depth = cells.gates * kernels.padded(hidden), groups = call.texts.groups();
  const Scratch panels(kernels.panel_floats(cells.recurrent ? depth : 0, 1, hidden));
  const Scratch input_panels(kernels.panel_floats(depth, 1, width));
  const auto pack = [&](const float* weight, int first_block, std::int64_t columns, const Scratch& to) {
    kernels.pack_transposed(weight, cells.gates, cells.gate_of(first_block), hidden, columns, to.get());
  };
  if (cells.recurrent) pack(call.weight, cells.first_of_state(), hidden, panels);
  if (width > 0) pack(call.reading.weight, 0, width, input_panels);
  call.problem.panels = panels.get();
  call.problem.input_panels = input_panels.get();

  const double operations = 2 * operations_of(call.texts, cells, hidden, width);
  const AllShares shares(kernels, cells, hidden, width, call.found.table_rows, groups, call.found.d_bias != nullptr);
  run_tasks(pool, shares.tasks, operations, [&](std::int64_t each) {
    const std::int64_t task = shares.tasks - 1 - each;  // what was gone through last is still in the cache
    const Scratch scratch(kernels.scratch_floats(cells.blocks() * kernels.padded(hidden) / kernels.lanes, hidden, width));
    const Shares mine = shares.cleared(task);
    for (std::int64_t group = task; group < groups; group += shares.tasks) {
      kernels.cells[static_cast<int>(cell)].backward(call.problem, call.texts.group(group), mine, scratch.get());
    }
  });
  shares.sum(pool, {call.d_weight, call.found.d_weight, call.found.d_bias, call.d_candidate_bias, call.found.d_table});
}

#define ELMAN_CALLS_OF(name, cell, suffix, source)                                             \
  {name "_forward" suffix, handle_either_way<forward<Cell::cell, Source::source>>},            \
      {name "_backward" suffix, handle_either_way<backward<Cell::cell, Source::source>>}
#define ELMAN_CALLS(name, cell)                                                                \
  ELMAN_CALLS_OF(name, cell, "", steps), ELMAN_CALLS_OF(name, cell, "_table", table),          \
      ELMAN_CALLS_OF(name, cell, "_inputs", inputs)

constexpr Call every_call[] = {
    ELMAN_CALLS("elman_tanh", elman_tanh),
    ELMAN_CALLS("elman_relu", elman_relu),
    ELMAN_CALLS("gru", gru),
    ELMAN_CALLS("lstm", lstm),
    ELMAN_CALLS("mingru", mingru),
    {"token_vectors_forward", token_vectors_forward},
    {"token_vectors_backward", token_vectors_backward},
    {"place_tokens_forward", place_tokens_forward},
    {"place_tokens_backward", place_tokens_backward},
    {"pool_states_forward", pool_states_forward},
    {"pool_states_backward", pool_states_backward},
};

}  // namespace

constinit const std::span<const Call> calls = every_call;

}  // namespace elman
