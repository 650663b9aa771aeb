// What a recurrence reads at each step, as a call's arguments say it: rows of its own, rows of a table, or inputs.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/buffers.hpp"
#include "kernels/problem.hpp"
#include "kernels/texts.hpp"

namespace elman {

// `steps`: each step has a projected input of its own. `table`: projected inputs stand in a table, and each step says
// which is its own. `inputs`: a matrix is applied to the inputs, which are [batch, time, width]; so are the states then.
enum class Source { steps, table, inputs };

struct Reading {
  Extents extents;
  Read read;
  bool batch_first;
  std::int64_t table_rows;
  const float* weight;  // of the inputs, [gates * hidden, width]
  const float* hidden;  // the states after every step, on the way back

  Order order() const { return batch_first ? Order{1, extents.time} : Order{extents.batch, 1}; }
  Shape states() const {
    if (batch_first) return {extents.batch, extents.time, extents.hidden};
    return {extents.time, extents.batch, extents.hidden};
  }
};

// Steps are numbered in 32 bits.
inline void check_extents(const char* name, Extents extents) {
  if (extents.time * extents.batch <= INT32_MAX) return;
  throw std::invalid_argument("`" + std::string(name) + "`: expected at most 2147483647 steps of all texts; got " +
                              std::to_string(extents.time * extents.batch));
}

// An array of three axes, of which the last is so many blocks.
inline const float* three_axes(Arguments& arguments, const char* name, const std::string& axes, int blocks, Shape& shape) {
  const ffi::AnyBuffer buffer = arguments.of_rank(name, ffi::F32, 3, "float32[" + axes + "]", blocks);
  shape.assign(buffer.dimensions().begin(), buffer.dimensions().end());
  check_extents(name, {shape[0], shape[1], 0});
  return static_cast<const float*>(buffer.untyped_data());
}

inline const std::int32_t* rows_of_table(Arguments& arguments, Shape& shape) {
  const ffi::AnyBuffer buffer = arguments.of_rank("rows", ffi::S32, 2, "int32[time, batch]");
  shape.assign(buffer.dimensions().begin(), buffer.dimensions().end());
  check_extents("rows", {shape[0], shape[1], 0});
  return static_cast<const std::int32_t*>(buffer.untyped_data());
}

// Every number that is used is checked: it says where is read, and where is written.
inline void check_rows(const Read& read, std::int64_t table_rows, const Texts& texts) {
  const std::int64_t batch = texts.lengths.batch();
  for (std::int64_t text = 0; read.projected_rows != nullptr && text < batch; ++text) {
    for (std::int64_t time = 0; time < texts.lengths[text]; ++time) {
      const std::int32_t row = read.projected_rows[time * batch + text];
      if (row >= 0 && row < table_rows) continue;
      throw std::invalid_argument("`rows`: expected 0 to " + std::to_string(table_rows - 1) + "; got " + std::to_string(row));
    }
  }
}

inline void read_inputs(Arguments& arguments, Reading& reading, std::int64_t rows, bool reversed) {
  reading.read.reversed = reversed;
  reading.batch_first = true;
  const std::int64_t width = reading.read.width;
  reading.weight = arguments.floats("weight_ih", {rows, width});
}

template <Source source>
Reading forward_reading(Arguments& arguments, const Layout& cells, bool reversed) {
  Reading reading = {};
  Shape shape;
  const std::string blocks = std::to_string(cells.gates) + " * hidden";
  if constexpr (source == Source::steps) {
    reading.read.projected = three_axes(arguments, "projected", "time, batch, " + blocks, cells.gates, shape);
    reading.extents = {shape[0], shape[1], shape[2] / cells.gates};
    reading.read.projected_stride = shape[2];
  } else if constexpr (source == Source::table) {
    const ffi::AnyBuffer table = arguments.of_rank("table", ffi::F32, 2, "float32[rows, " + blocks + "]", cells.gates);
    const auto got = table.dimensions();
    reading.table_rows = got[0];
    reading.read.projected = static_cast<const float*>(table.untyped_data());
    reading.read.projected_stride = got[1];
    reading.read.projected_rows = rows_of_table(arguments, shape);
    reading.extents = {shape[0], shape[1], got[1] / cells.gates};
  } else {
    reading.read.inputs = three_axes(arguments, "inputs", "batch, time, width", 1, shape);
    reading.read.width = shape[2];
    const ffi::AnyBuffer bias = arguments.of_rank("bias", ffi::F32, 1, "float32[" + blocks + "]", cells.gates);
    const auto got = bias.dimensions();
    reading.read.projected = static_cast<const float*>(bias.untyped_data());
    reading.extents = {shape[1], shape[0], got[0] / cells.gates};
    read_inputs(arguments, reading, got[0], reversed);
  }
  return reading;
}

template <Source source>
Reading backward_reading(Arguments& arguments, const Layout& cells, bool reversed) {
  Reading reading = {};
  Shape shape;
  reading.batch_first = source == Source::inputs;
  const char* axes = reading.batch_first ? "batch, time, hidden" : "time, batch, hidden";
  reading.hidden = three_axes(arguments, "hidden", axes, 1, shape);
  reading.extents = {shape[0], shape[1], shape[2]};
  if (reading.batch_first) std::swap(reading.extents.time, reading.extents.batch);
  if constexpr (source == Source::table) {
    const ffi::AnyBuffer rows = arguments.take("rows");
    check(rows, "rows", ffi::S32, {shape[0], shape[1]});
    reading.read.projected_rows = static_cast<const std::int32_t*>(rows.untyped_data());
  }
  if constexpr (source == Source::inputs) {
    Shape inputs;
    reading.read.inputs = three_axes(arguments, "inputs", "batch, time, width", 1, inputs);
    if (inputs[0] != shape[0] || inputs[1] != shape[1]) {
      throw std::invalid_argument("`inputs`: expected " + std::to_string(shape[0]) + " texts of " + std::to_string(shape[1]) +
                                  " steps; got " + in_words(ffi::F32, inputs.data(), inputs.size()));
    }
    reading.read.width = inputs[2];
    read_inputs(arguments, reading, cells.gates * shape[2], reversed);
  }
  return reading;
}

// The gradients of what is read.
struct ReadResults {
  float* d_projected;
  float* d_inputs;
  float* d_weight;
  float* d_bias;
  float* d_table;
  std::int64_t table_rows;
};

template <Source source>
ReadResults read_results(Results& results, const Reading& reading, std::int64_t rows) {
  const auto [time, batch, hidden] = reading.extents;
  ReadResults found = {};
  if constexpr (source == Source::steps) {
    found.d_projected = results.floats("d_projected", {time, batch, rows});
  } else if constexpr (source == Source::table) {
    found.table_rows = results.extent();
    found.d_table = results.floats("d_table", {found.table_rows, rows});
  } else {
    found.d_inputs = results.floats("d_inputs", {batch, time, reading.read.width});
    found.d_bias = results.floats("d_bias", {rows});
    found.d_weight = results.floats("d_weight_ih", {rows, reading.read.width});
  }
  return found;
}

}  // namespace elman
