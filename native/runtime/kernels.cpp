#include "kernels.hpp"

#include "lanes.hpp"

namespace elman::ELMAN_ISA {

namespace {

// out = start + inputs @ weight for one row, `tiles` registers at a time.
template <std::size_t tiles>
void project_columns(const float* inputs, std::size_t count, const float* weight, const float* start, std::size_t width,
                     float* out) {
  Lanes sums[tiles];
  for (std::size_t tile = 0; tile < tiles; ++tile) sums[tile] = load(start + tile * kLanes);
  for (std::size_t each = 0; each < count; ++each) {
    const Lanes input = all(inputs[each]);
    for (std::size_t tile = 0; tile < tiles; ++tile) sums[tile] += input * load(weight + each * width + tile * kLanes);
  }
  for (std::size_t tile = 0; tile < tiles; ++tile) store(out + tile * kLanes, sums[tile]);
}

void project_row(const float* inputs, std::size_t count, const float* weight, const float* start, std::size_t width,
                 float* out) {
  std::size_t column = 0;
  for (; column + 8 * kLanes <= width; column += 8 * kLanes) {
    project_columns<8>(inputs, count, weight + column, start + column, width, out + column);
  }
  for (; column < width; column += kLanes) {
    project_columns<1>(inputs, count, weight + column, start + column, width, out + column);
  }
}

void project(const float* inputs, std::size_t input_stride, std::size_t rows, std::size_t count, const float* weight,
             const float* start, std::size_t width, float* out, std::size_t out_stride) {
  for (std::size_t row = 0; row < rows; ++row) {
    project_row(inputs + row * input_stride, count, weight, start, width, out + row * out_stride);
  }
}

void add_rows(const std::uint32_t* ids, std::size_t count, const float* table, std::size_t width, float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes sum = load(out + column);
    for (std::size_t each = 0; each < count; ++each) sum += load(table + ids[each] * width + column);
    store(out + column, sum);
  }
}

void assemble(const Token* tokens, std::size_t steps, const float* bias, std::size_t width, float* out) {
  for (std::size_t step = 0; step < steps; ++step, out += width) {
    const Token& token = tokens[step];
    const auto features = static_cast<float>(token.heard + (token.pair_sum != nullptr));
    const float scale = 1.0f / __builtin_sqrtf(features);
    const float *own = token.sum, *pair = token.pair_sum;
    if (pair == nullptr) {
      for (std::size_t column = 0; column < width; column += kLanes) {
        store(out + column, load(bias + column) + load(own + column) * scale);
      }
    } else {
      for (std::size_t column = 0; column < width; column += kLanes) {
        store(out + column, load(bias + column) + (load(own + column) + load(pair + column)) * scale);
      }
    }
  }
}

void scan_mingru(const Recurrence& recurrence, const float* projected, std::size_t projected_stride, std::size_t steps,
                 bool backward, float* states, std::size_t states_stride) {
  for (std::size_t unit = 0; unit < recurrence.units; unit += kLanes) {
    Lanes hidden{};
    for (std::size_t step = 0; step < steps; ++step) {
      const std::size_t time = backward ? steps - 1 - step : step;
      const float* now = projected + time * projected_stride + unit;
      const Lanes gate = sigmoid(load(now));
      hidden = (1.0f - gate) * hidden + gate * load(now + recurrence.units);
      store(states + time * states_stride + unit, hidden);
    }
  }
}

// One step of a cell whose gates see the state; `product` is W_hh h with what it starts from.
Lanes elman_unit(Lanes input, Lanes product, bool relu) {
  const Lanes total = input + product;
  return relu ? larger(total, Lanes{}) : tanh(total);
}

void step_elman(const Recurrence& recurrence, const float* inputs, const float* product, float* hidden) {
  for (std::size_t unit = 0; unit < recurrence.units; unit += kLanes) {
    store(hidden + unit,
          elman_unit(load(inputs + unit), load(product + unit), recurrence.cell == Cell::elman_relu));
  }
}

void step_gru(const Recurrence& recurrence, const float* inputs, const float* product, float* hidden) {
  const std::size_t units = recurrence.units;
  for (std::size_t unit = 0; unit < units; unit += kLanes) {
    const auto input = [&](std::size_t gate) { return load(inputs + gate * units + unit); };
    const auto state = [&](std::size_t gate) { return load(product + gate * units + unit); };
    const Lanes reset = sigmoid(input(0) + state(0)), update = sigmoid(input(1) + state(1));
    const Lanes candidate = tanh(input(2) + reset * state(2));
    store(hidden + unit, (1.0f - update) * candidate + update * load(hidden + unit));
  }
}

void step_lstm(const Recurrence& recurrence, const float* inputs, const float* product, float* hidden, float* cell) {
  const std::size_t units = recurrence.units;
  for (std::size_t unit = 0; unit < units; unit += kLanes) {
    const auto gate = [&](std::size_t each) {
      return load(inputs + each * units + unit) + load(product + each * units + unit);
    };
    const Lanes memory = sigmoid(gate(1)) * load(cell + unit) + sigmoid(gate(0)) * tanh(gate(2));
    store(cell + unit, memory);
    store(hidden + unit, sigmoid(gate(3)) * tanh(memory));
  }
}

void scan(const Recurrence& recurrence, const float* projected, std::size_t projected_stride, std::size_t steps,
          bool backward, float* states, std::size_t states_stride, float* memory) {
  if (recurrence.cell == Cell::mingru) {
    scan_mingru(recurrence, projected, projected_stride, steps, backward, states, states_stride);
    return;
  }
  float *hidden = memory, *cell = hidden + recurrence.units, *product = cell + recurrence.units;
  for (std::size_t unit = 0; unit < 2 * recurrence.units; ++unit) memory[unit] = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    const std::size_t time = backward ? steps - 1 - step : step;
    const float* inputs = projected + time * projected_stride;
    project_row(hidden, recurrence.hidden_size, recurrence.weight, recurrence.start,
                recurrence.gates * recurrence.units, product);
    switch (recurrence.cell) {
      case Cell::gru: step_gru(recurrence, inputs, product, hidden); break;
      case Cell::lstm: step_lstm(recurrence, inputs, product, hidden, cell); break;
      default: step_elman(recurrence, inputs, product, hidden);
    }
    for (std::size_t unit = 0; unit < recurrence.units; unit += kLanes) {
      store(states + time * states_stride + unit, load(hidden + unit));
    }
  }
}

void mean(const float* rows, std::size_t stride, std::size_t steps, std::size_t width, float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes sum{};
    for (std::size_t step = 0; step < steps; ++step) sum += load(rows + step * stride + column);
    store(out + column, sum / static_cast<float>(steps));
  }
}

void maximum(const float* rows, std::size_t stride, std::size_t steps, std::size_t width, float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes highest = load(rows + column);
    for (std::size_t step = 1; step < steps; ++step) highest = larger(load(rows + step * stride + column), highest);
    store(out + column, highest);
  }
}

float dot(const float* one, const float* other, std::size_t width) {
  Lanes products{};
  for (std::size_t column = 0; column < width; column += kLanes) products += load(one + column) * load(other + column);
  float sum = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) sum += products[lane];
  return sum;
}

using Quad = float __attribute__((vector_size(16)));
using IntQuad = std::int32_t __attribute__((vector_size(16)));

// One quarter of a row for up to three classes is the usual, and then the total stays in a register.
template <typename Each>
void for_features(const Token* tokens, std::size_t steps, Each each) {
  for (std::size_t step = 0; step < steps; ++step) {
    const Token& token = tokens[step];
    for (std::uint32_t place = 0; place < token.count; ++place) each(token.ids[place]);
    if (token.pair_id != kNone) each(token.pair_id);
  }
}

void add_distinct(const Token* tokens, std::size_t steps, std::uint16_t* stamps, std::uint16_t now, const float* rows,
                  std::size_t stride, float* total) {
  const auto is_new = [=](std::uint32_t id) {
    const bool fresh = stamps[id] != now;
    stamps[id] = now;
    return fresh;
  };
  if (stride == 4) {
    Quad sum;
    std::memcpy(&sum, total, sizeof sum);
    for_features(tokens, steps, [&](std::uint32_t id) {
      IntQuad row;
      std::memcpy(&row, rows + id * std::size_t{4}, sizeof row);
      sum += reinterpret_cast<Quad>(row & (IntQuad{} - std::int32_t{is_new(id)}));  // no branch to mispredict
    });
    std::memcpy(total, &sum, sizeof sum);
    return;
  }
  for_features(tokens, steps, [&](std::uint32_t id) {
    if (!is_new(id)) return;
    for (std::size_t column = 0; column < stride; ++column) total[column] += rows[id * stride + column];
  });
}

}  // namespace

const Kernels kernels = {project, add_rows, assemble, scan, mean, maximum, dot, add_distinct};

}  // namespace elman::ELMAN_ISA
