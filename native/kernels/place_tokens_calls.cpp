// Token vectors laid out, forward and backward, as XLA calls it.
#include "kernels/place_tokens.hpp"

#include <algorithm>

#include "core/active_isa.hpp"
#include "kernels/calls.hpp"
#include "kernels/handlers.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

// Where token vectors go; every id of a real step is checked, for it says where is read, and where is written.
struct Places {
  Placing problem;
  Lengths lengths;

  Places(Arguments& arguments, std::int64_t batch, std::int64_t time, std::int64_t width, std::int64_t tokens)
      : problem{batch, time, width, arguments.integers("token_ids", {batch, time}), nullptr, nullptr},
        lengths(arguments.integers("lengths", {batch}), batch, time) {
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

void forward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const ffi::AnyBuffer vectors = arguments.of_rank("vectors", ffi::F32, 2, "float32[tokens, width]");
  const std::int64_t tokens = vectors.dimensions()[0], width = vectors.dimensions()[1];
  const auto [batch, time] = results.extents();
  const Places places(arguments, batch, time, width, tokens);
  arguments.finish();
  float* placed = results.floats("placed", {batch, time, width});
  results.finish();
  ELMAN_CHOOSE(active_isa(), place_tokens).forward(places.problem, static_cast<const float*>(vectors.untyped_data()), placed);
}

void backward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
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
  ELMAN_CHOOSE(active_isa(), place_tokens).backward(places.problem, static_cast<const float*>(d_placed.untyped_data()), d_vectors);
}

}  // namespace

XLA_FFI_Error* place_tokens_forward(XLA_FFI_CallFrame* frame) { return handle<forward>(frame); }
XLA_FFI_Error* place_tokens_backward(XLA_FFI_CallFrame* frame) { return handle<backward>(frame); }

}  // namespace elman
