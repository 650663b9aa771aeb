// States pooled, forward and backward, as XLA calls it.
#include "kernels/pool_states.hpp"


#include "core/active_isa.hpp"
#include "kernels/calls.hpp"
#include "kernels/handlers.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

// States and the lengths behind them.
struct States {
  Lengths lengths;
  Pooling problem;

  explicit States(Arguments& arguments)
      : States(arguments, arguments.of_rank("states", ffi::F32, 3, "float32[batch, time, width]")) {}

 private:
  States(Arguments& arguments, const ffi::AnyBuffer& states)
      : lengths(arguments.integers("lengths", {states.dimensions()[0]}), states.dimensions()[0], states.dimensions()[1]),
        problem{states.dimensions()[0], states.dimensions()[1], states.dimensions()[2], lengths.data(),
                static_cast<const float*>(states.untyped_data())} {}
};

void forward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const States states(arguments);
  const Shape shape = {states.problem.batch, states.problem.width};
  arguments.finish();
  float* mean = results.floats("mean", shape);
  float* highest = results.floats("highest", shape);
  float* ties = results.floats("ties", shape);
  results.finish();
  ELMAN_CHOOSE(active_isa(), pool_states).forward(states.problem, mean, highest, ties);
}

void backward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const States states(arguments);
  const Shape shape = {states.problem.batch, states.problem.width};
  const float* highest = arguments.floats("highest", shape);
  const float* ties = arguments.floats("ties", shape);
  const float* d_mean = arguments.floats("d_mean", shape);
  const float* d_highest = arguments.floats("d_highest", shape);
  arguments.finish();
  float* d_states = results.floats("d_states", {states.problem.batch, states.problem.time, states.problem.width});
  results.finish();
  ELMAN_CHOOSE(active_isa(), pool_states).backward(states.problem, highest, ties, d_mean, d_highest, d_states);
}

}  // namespace

XLA_FFI_Error* pool_states_forward(XLA_FFI_CallFrame* frame) { return handle<forward>(frame); }
XLA_FFI_Error* pool_states_backward(XLA_FFI_CallFrame* frame) { return handle<backward>(frame); }

}  // namespace elman
