#include "runtime/loops.hpp"

#include "runtime/isa_loops.hpp"
#include "runtime/lanes.hpp"

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

void project(const float* inputs, std::size_t count, const float* weight, const float* start, std::size_t width,
             float* out) {
  std::size_t column = 0;
  for (; column + 8 * kLanes <= width; column += 8 * kLanes) {
    project_columns<8>(inputs, count, weight + column, start + column, width, out + column);
  }
  for (; column < width; column += kLanes) {
    project_columns<1>(inputs, count, weight + column, start + column, width, out + column);
  }
}

void sum_rows(const std::uint32_t* ids, std::size_t count, const float* table, std::size_t width, float scale,
              float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes sum{};
    for (std::size_t each = 0; each < count; ++each) sum += load(table + ids[each] * width + column);
    store(out + column, sum * scale);
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

void scan(const Recurrence& recurrence, const float* const* rows, std::size_t offset, std::size_t steps, bool backward,
          float* states, std::size_t states_stride, float* memory) {
  float *hidden = memory, *cell = hidden + recurrence.units, *product = cell + recurrence.units;
  for (std::size_t unit = 0; unit < 2 * recurrence.units; ++unit) memory[unit] = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    const std::size_t time = backward ? steps - 1 - step : step;
    const float* inputs = rows[time] + offset;
    project(hidden, recurrence.hidden_size, recurrence.weight, recurrence.start,
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

void mean(const float* const* rows, std::size_t offset, std::size_t steps, std::size_t width, float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes sum{};
    for (std::size_t step = 0; step < steps; ++step) sum += load(rows[step] + offset + column);
    store(out + column, sum / static_cast<float>(steps));
  }
}

void maximum(const float* const* rows, std::size_t offset, std::size_t steps, std::size_t width, float* out) {
  for (std::size_t column = 0; column < width; column += kLanes) {
    Lanes highest = load(rows[0] + offset + column);
    for (std::size_t step = 1; step < steps; ++step) {
      const Lanes here = load(rows[step] + offset + column);
      highest = highest == highest ? larger(here, highest) : highest;  // what is no number stays none
    }
    store(out + column, highest);
  }
}

float dot(const float* one, const float* other, std::size_t width) {
  Lanes products{};
  for (std::size_t column = 0; column < width; column += kLanes) products += load(one + column) * load(other + column);
  return sum_of(products);
}

}  // namespace

const Loops loops = {
    kLanes, outline, cut, project, sum_rows, activate, read_mingru, scan, mean, maximum, dot, add_features,
};

}  // namespace elman::ELMAN_ISA
