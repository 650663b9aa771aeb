#include "kernels/calls.hpp"

#include <atomic>
#include <memory>
#include <new>

#include "kernels/buffers.hpp"
#include "kernels/kernels.hpp"
#include "kernels/parallel.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

std::atomic<Isa> active{best_isa()};

// Memory for one call, aligned for any register.
class Scratch {
 public:
  explicit Scratch(std::int64_t floats)
      : floats_(static_cast<float*>(::operator new(floats * sizeof(float), std::align_val_t{64}))) {}
  ~Scratch() { ::operator delete(floats_, std::align_val_t{64}); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  float* get() const { return floats_; }

 private:
  float* floats_;
};

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

// Rows of the weights' gradient that one task makes: enough of them to be worth packing the states for.
std::int64_t rows_together(std::int64_t rows) {
  return std::clamp<std::int64_t>((rows / 4 + 7) / 8 * 8, 16, 96);
}

void weight_gradient(ffi::ThreadPool& pool, const Kernels& kernels, const WeightGradient& problem, std::int64_t rows) {
  const std::int64_t together = rows_together(rows), hidden = problem.extents.hidden;
  const double operations = 1.0 * problem.step_count * rows * hidden;
  run_tasks(pool, (rows + together - 1) / together, operations, [&](std::int64_t each) {
    const Scratch scratch(kernels.weight_gradient_floats(together, hidden));
    const std::int64_t first = each * together;
    kernels.weight_gradient(problem, first, std::min(together, rows - first), scratch.get());
  });
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
  const WeightGradient gradient{problem.extents, steps.data(),           step_count,     problem.d_projected,
                                rows,    problem.initial_hidden, problem.hidden, d_weight};
  weight_gradient(pool, kernels, gradient, direct);
  if (cells.candidate) {
    WeightGradient scaled = gradient;
    scaled.d_rows = problem.d_candidate;
    scaled.stride = hidden;
    scaled.d_weight = d_weight + direct * hidden;
    weight_gradient(pool, kernels, scaled, hidden);
    kernels.sum_rows(scaled, d_bias);
  }
}

using Body = void (*)(ffi::ThreadPool, ffi::RemainingArgs, ffi::RemainingRets);

template <Body body>
ffi::Error guarded(ffi::ThreadPool pool, ffi::RemainingArgs arguments, ffi::RemainingRets results) {
  try {
    body(pool, arguments, results);
    return ffi::Error::Success();
  } catch (const std::invalid_argument& fault) {
    return ffi::Error::InvalidArgument(fault.what());
  } catch (const std::bad_alloc&) {
    return ffi::Error(ffi::ErrorCode::kResourceExhausted, "out of memory");
  } catch (const std::exception& fault) {
    return ffi::Error::Internal(fault.what());
  }
}

template <Body body>
XLA_FFI_Error* handle(XLA_FFI_CallFrame* frame) {
  static const auto handler =
      ffi::Ffi::Bind().Ctx<ffi::ThreadPool>().RemainingArgs().RemainingRets().To(guarded<body>).release();
  return handler->Call(frame);
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
};

Isa active_isa() { return active.load(std::memory_order_relaxed); }
void choose_isa(Isa isa) { active.store(isa, std::memory_order_relaxed); }

}  // namespace elman
