// What stands around a recurrence, forward and backward, as XLA calls it.
#include "kernels/around.hpp"

#include <algorithm>

#include "kernels/calls.hpp"
#include "kernels/handlers.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

// Where token vectors go; every id of a real step is checked, for it says where is read, and where is written.
struct Places {
  Placing problem;
  std::vector<std::int32_t> lengths;

  Places(Arguments& arguments, std::int64_t batch, std::int64_t time, std::int64_t width, std::int64_t tokens)
      : problem{batch, time, width, arguments.integers("token_ids", {batch, time}), nullptr, nullptr},
        lengths(within_time(arguments.integers("lengths", {batch}), batch, time)) {
    problem.lengths = lengths.data();
    problem.scale = arguments.floats("scale", {batch, time});
    for (std::int64_t text = 0; text < batch; ++text) {
      for (std::int64_t step = 0; step < lengths[text]; ++step) {
        const std::int32_t token = problem.token_ids[text * time + step];
        if (token >= 0 && token < tokens) continue;
        throw std::invalid_argument("`token_ids`: expected 0 to " + std::to_string(tokens - 1) + "; got " + std::to_string(token));
      }
    }
  }
};

void place_forward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const ffi::AnyBuffer vectors = arguments.of_rank("vectors", ffi::F32, 2, "float32[tokens, width]");
  const std::int64_t tokens = vectors.dimensions()[0], width = vectors.dimensions()[1];
  const auto [batch, time] = results.extents();
  const Places places(arguments, batch, time, width, tokens);
  arguments.finish();
  float* placed = results.floats("placed", {batch, time, width});
  results.finish();
  around_for(active_isa()).place(places.problem, static_cast<const float*>(vectors.untyped_data()), placed);
}

void place_backward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const ffi::AnyBuffer d_placed = arguments.of_rank("d_placed", ffi::F32, 3, "float32[batch, time, width]");
  const std::int64_t batch = d_placed.dimensions()[0], time = d_placed.dimensions()[1], width = d_placed.dimensions()[2];
  const std::int64_t tokens = results.extent();
  const Places places(arguments, batch, time, width, tokens);
  arguments.finish();
  float* d_vectors = results.floats("d_vectors", {tokens, width});
  results.finish();
  std::fill_n(d_vectors, tokens * width, 0.0f);
  around_for(active_isa()).place_back(places.problem, static_cast<const float*>(d_placed.untyped_data()), d_vectors);
}

// States and the lengths behind them.
struct Pooled {
  PooledStates problem;
  std::vector<std::int32_t> lengths;

  explicit Pooled(Arguments& arguments) {
    const ffi::AnyBuffer states = arguments.of_rank("states", ffi::F32, 3, "float32[batch, time, width]");
    const auto shape = states.dimensions();
    lengths = within_time(arguments.integers("lengths", {shape[0]}), shape[0], shape[1]);
    problem = {shape[0], shape[1], shape[2], lengths.data(), static_cast<const float*>(states.untyped_data())};
  }
};

void pool_forward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const Pooled pooled(arguments);
  const Shape shape = {pooled.problem.batch, pooled.problem.width};
  arguments.finish();
  float* mean = results.floats("mean", shape);
  float* highest = results.floats("highest", shape);
  float* ties = results.floats("ties", shape);
  results.finish();
  around_for(active_isa()).pool(pooled.problem, mean, highest, ties);
}

void pool_backward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const Pooled pooled(arguments);
  const Shape shape = {pooled.problem.batch, pooled.problem.width};
  const float* highest = arguments.floats("highest", shape);
  const float* ties = arguments.floats("ties", shape);
  const float* d_mean = arguments.floats("d_mean", shape);
  const float* d_highest = arguments.floats("d_highest", shape);
  arguments.finish();
  float* d_states = results.floats("d_states", {pooled.problem.batch, pooled.problem.time, pooled.problem.width});
  results.finish();
  around_for(active_isa()).pool_back(pooled.problem, highest, ties, d_mean, d_highest, d_states);
}

}  // namespace

XLA_FFI_Error* place_tokens_forward(XLA_FFI_CallFrame* frame) { return handle<place_forward>(frame); }
XLA_FFI_Error* place_tokens_backward(XLA_FFI_CallFrame* frame) { return handle<place_backward>(frame); }
XLA_FFI_Error* pool_states_forward(XLA_FFI_CallFrame* frame) { return handle<pool_forward>(frame); }
XLA_FFI_Error* pool_states_backward(XLA_FFI_CallFrame* frame) { return handle<pool_backward>(frame); }

}  // namespace elman
