// The input's projection, forward and backward, as XLA calls it.
#include "kernels/calls.hpp"
#include "kernels/handlers.hpp"
#include "kernels/matrix_gradient.hpp"
#include "kernels/texts.hpp"

namespace elman {
namespace {

constexpr std::int64_t products_together = 128;  // their rows stay in the cache between two panels

void products(ffi::ThreadPool& pool, const Kernels& kernels, const Products& problem) {
  const double operations = 1.0 * problem.count * problem.depth * problem.width;
  run_tasks(pool, (problem.count + products_together - 1) / products_together, operations, [&](std::int64_t each) {
    Products part = problem;
    part.from_rows += each * products_together;
    part.to_rows += each * products_together;
    part.count = std::min(products_together, problem.count - each * products_together);
    kernels.products(part);
  });
}

// The inputs are [batch, time, width]; what they are projected to is [time, batch, rows].
struct Projection {
  Extents extents;
  std::int64_t width, rows;
  const float* inputs;
  const float* weight;
  std::vector<std::int32_t> lengths, steps;  // the real steps as time * batch + text
  std::vector<std::int32_t> places;          // and of each, the input's row, text * time + time, from the end if reversed

  Projection(Arguments& arguments, bool reversed) {
    const ffi::AnyBuffer buffer = arguments.take("inputs");
    const auto shape = buffer.dimensions();
    if (buffer.element_type() != ffi::F32 || shape.size() != 3 || shape[0] * shape[1] > INT32_MAX) {
      throw std::invalid_argument("`inputs`: expected float32[batch, time, width] of at most 2147483647 steps; got " +
                                  in_words(buffer.element_type(), shape.begin(), shape.size()));
    }
    extents = {shape[1], shape[0], 0};
    width = shape[2];
    inputs = static_cast<const float*>(buffer.untyped_data());
    const Texts texts(arguments.integers("lengths", {extents.batch}), extents);
    const ffi::AnyBuffer matrix = arguments.take("weight_ih");
    rows = matrix.dimensions().size() == 2 ? matrix.dimensions()[0] : 0;
    check(matrix, "weight_ih", ffi::F32, {rows, width});
    weight = static_cast<const float*>(matrix.untyped_data());
    lengths = texts.lengths;
    steps = texts.steps();
    const auto batch = static_cast<std::int32_t>(extents.batch), longest = static_cast<std::int32_t>(extents.time);
    places.reserve(steps.size());
    for (const std::int32_t step : steps) {
      const std::int32_t text = step % batch, time = step / batch;
      places.push_back(text * longest + (reversed ? lengths[text] - 1 - time : time));
    }
  }

  std::int64_t count() const { return static_cast<std::int64_t>(steps.size()); }
};

void forward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  const Projection here(arguments, reversed);
  const auto [time, batch, unused] = here.extents;
  const float* bias = arguments.floats("bias", {here.rows});
  arguments.finish();
  float* projected = results.floats("projected", {time, batch, here.rows});
  results.finish();
  for (std::int64_t text = 0; text < batch; ++text) {  // what is padding is zero, and read by no one
    for (std::int64_t step = here.lengths[text]; step < time; ++step) {
      std::fill_n(projected + (step * batch + text) * here.rows, here.rows, 0.0f);
    }
  }
  const Scratch panels(kernels.panel_floats(here.width, 1, here.rows));
  kernels.pack_matrix(here.weight, here.rows, here.width, panels.get());
  std::vector<std::int32_t> places, steps;  // in the order in which the inputs lie: the caches know what comes next
  places.reserve(here.steps.size());
  steps.reserve(here.steps.size());
  for (std::int64_t text = 0; text < batch; ++text) {
    const std::int32_t real = here.lengths[text];
    for (std::int32_t place = 0; place < real; ++place) {
      places.push_back(static_cast<std::int32_t>(text * time + place));
      steps.push_back(static_cast<std::int32_t>((reversed ? real - 1 - place : place) * batch + text));
    }
  }
  products(pool, kernels, {here.count(), here.inputs, places.data(), here.width, panels.get(), bias, projected,
                           steps.data(), here.rows});
}

void backward(ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  const Kernels& kernels = kernels_for(active_isa());
  Arguments arguments(given);
  Results results(wanted);
  const Projection here(arguments, reversed);
  const auto [time, batch, unused] = here.extents;
  const float* d_projected = arguments.floats("d_projected", {time, batch, here.rows});
  arguments.finish();
  float* d_inputs = results.floats("d_inputs", {batch, time, here.width});
  float* d_weight = results.floats("d_weight_ih", {here.rows, here.width});
  float* d_bias = results.floats("d_bias", {here.rows});
  results.finish();
  for (std::int64_t text = 0; text < batch; ++text) {
    const std::int64_t real = here.lengths[text];
    std::fill_n(d_inputs + (text * time + real) * here.width, (time - real) * here.width, 0.0f);
  }
  const Scratch panels(kernels.panel_floats(here.rows, 1, here.width));
  kernels.pack_matrix_transposed(here.weight, here.rows, here.width, panels.get());
  products(pool, kernels, {here.count(), d_projected, here.steps.data(), here.rows, panels.get(), nullptr, d_inputs,
                           here.places.data(), here.width});
  std::vector<const float*> read;
  read.reserve(here.places.size());
  for (const std::int32_t place : here.places) read.push_back(here.inputs + place * here.width);
  const WeightGradient gradient{here.steps.data(), here.count(), d_projected, here.rows, read.data(), here.width, d_weight};
  weight_gradient(pool, kernels, gradient, here.rows);
  kernels.sum_rows(gradient, d_bias, here.rows);
}

}  // namespace

XLA_FFI_Error* project_forward(XLA_FFI_CallFrame* frame) { return handle_either_way<forward>(frame); }
XLA_FFI_Error* project_backward(XLA_FFI_CallFrame* frame) { return handle_either_way<backward>(frame); }

}  // namespace elman
