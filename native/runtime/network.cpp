#include "network.hpp"

#include <algorithm>

namespace elman {

namespace {

constexpr std::size_t kWidestFolded = 512;  // floats of a projection that is kept for each known piece of text

std::size_t padded(std::size_t width) { return (width + kPadding - 1) / kPadding * kPadding; }

std::size_t gates_of(Cell cell) {
  switch (cell) {
    case Cell::gru: return 3;
    case Cell::lstm: return 4;
    case Cell::mingru: return 2;
    default: return 1;
  }
}

void make_room(std::vector<float>& memory, std::size_t size) {
  if (memory.size() < size) memory.resize(size);
}

}  // namespace

Network::Network(const NetworkSettings& settings, const Arrays& arrays)
    : settings_(settings),
      directions_(settings.bidirectional ? 2 : 1),
      gates_(gates_of(settings.cell)),
      units_(padded(settings.hidden_size)),
      states_width_(directions_ * units_),
      embedding_width_(padded(settings.embedding_size)),
      projected_width_(directions_ * gates_ * units_),
      folded_width_(projected_width_ <= kWidestFolded ? projected_width_ : 0),
      zeros_(std::max(projected_width_, embedding_width_)) {
  const std::size_t size = settings.embedding_size;
  const float* vectors = arrays.get("embedding.weight", {settings.vocab_size, size});
  embedding_.resize(settings.vocab_size * embedding_width_);
  for (std::size_t id = 0; id < settings.vocab_size; ++id) {
    std::copy_n(vectors + id * size, size, embedding_.data() + id * embedding_width_);
  }
  for (std::size_t number = 0; number < settings.num_layers; ++number) add_layer(number, arrays);
  row_bias_.assign(row_width(), 0);
  std::copy_n(layers_[0].bias.data(), folded_width_, row_bias_.data());
  add_head(arrays);
}

void Network::add_layer(std::size_t number, const Arrays& arrays) {
  const std::size_t hidden = settings_.hidden_size, rows = gates_ * hidden, width = gates_ * units_;
  const std::size_t input_size = number == 0 ? settings_.embedding_size : directions_ * hidden;
  Layer layer;
  layer.inputs = number == 0 ? input_size : states_width_;
  layer.weight.resize(layer.inputs * projected_width_);
  layer.bias.resize(projected_width_);
  const auto input_place = [&](std::size_t input) {
    return number == 0 ? input : input / hidden * units_ + input % hidden;
  };
  for (std::size_t direction = 0; direction < directions_; ++direction) {
    const std::string prefix = "layers." + std::to_string(number) + (direction == 0 ? ".forward." : ".backward.");
    const float* weight = arrays.get(prefix + "weight_ih", {rows, input_size});
    const float* bias = arrays.get(prefix + "bias", {rows});
    const bool recurrent = settings_.cell != Cell::mingru;
    const float* state_weight = recurrent ? arrays.get(prefix + "weight_hh", {rows, hidden}) : nullptr;
    std::vector<float> transposed(recurrent ? hidden * width : 0), start(width);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t column = row / hidden * units_ + row % hidden;
      layer.bias[direction * width + column] = bias[row];
      for (std::size_t input = 0; input < input_size; ++input) {
        layer.weight[input_place(input) * projected_width_ + direction * width + column] =
            weight[row * input_size + input];
      }
      for (std::size_t unit = 0; recurrent && unit < hidden; ++unit) {
        transposed[unit * width + column] = state_weight[row * hidden + unit];
      }
    }
    if (settings_.cell == Cell::gru) {
      std::copy_n(arrays.get(prefix + "bias_candidate", {hidden}), hidden, start.data() + 2 * units_);
    }
    layer.recurrent.push_back(std::move(transposed));
    layer.start.push_back(std::move(start));
  }
  layers_.push_back(std::move(layer));
}

void Network::add_head(const Arrays& arrays) {
  std::vector<std::size_t> places;  // where each of the pooled numbers stands among the padded ones
  for (const Pooling part : settings_.pooling) {
    const bool inputs = part == Pooling::inputs;
    const std::size_t block = inputs ? settings_.embedding_size : settings_.hidden_size;
    const std::size_t width = inputs ? embedding_width_ : units_;
    for (std::size_t each = 0; each < (inputs ? 1 : directions_); ++each) {
      for (std::size_t unit = 0; unit < block; ++unit) places.push_back(pooled_width_ + unit);
      pooled_width_ += width;
    }
  }
  const float* weight = arrays.get("head.weight", {settings_.num_classes, places.size()});
  const float* bias = arrays.get("head.bias", {settings_.num_classes});
  head_bias_.assign(bias, bias + settings_.num_classes);
  head_.resize(settings_.num_classes * pooled_width_);
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    for (std::size_t each = 0; each < places.size(); ++each) {
      head_[label * pooled_width_ + places[each]] = weight[label * places.size() + each];
    }
  }
}

Recurrence Network::recurrence(const Layer& layer, std::size_t direction) const {
  return {settings_.cell, settings_.hidden_size, units_, gates_, layer.recurrent[direction].data(),
          layer.start[direction].data()};
}

void Network::sum_rows(std::span<const std::uint32_t> ids, float* row) const {
  float* vector = row + folded_width_;
  std::fill_n(vector, embedding_width_, 0.0f);
  kernels_.add_rows(ids.data(), ids.size(), embedding_.data(), embedding_width_, vector);
  if (folded_width_ > 0) {
    kernels_.project(vector, 0, 1, settings_.embedding_size, layers_[0].weight.data(), zeros_.data(), projected_width_,
                     row, 0);
  }
}

void Network::logits(std::span<const Token> tokens, Scratch& scratch, double* out) const {
  const std::size_t steps = tokens.size();
  make_room(scratch.pooled, pooled_width_);
  if (steps > 0) {
    make_room(scratch.rows, steps * row_width());
    kernels_.assemble(tokens.data(), steps, row_bias_.data(), row_width(), scratch.rows.data());
    read(steps, scratch);
    pool(steps, scratch);
  } else {
    std::fill(scratch.pooled.begin(), scratch.pooled.end(), 0.0f);
  }
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    const float product = kernels_.dot(scratch.pooled.data(), head_.data() + label * pooled_width_, pooled_width_);
    out[label] = product + head_bias_[label];
  }
}

// The top layer's states, in `scratch.states`.
void Network::read(std::size_t steps, Scratch& scratch) const {
  make_room(scratch.states, steps * states_width_);
  make_room(scratch.memory, (gates_ + 2) * units_);
  for (std::size_t number = 0; number < layers_.size(); ++number) {
    const Layer& layer = layers_[number];
    const float* projected = scratch.rows.data();
    std::size_t stride = row_width();
    if (number > 0 || folded_width_ == 0) {
      make_room(scratch.projected, steps * projected_width_);
      const float* inputs = number == 0 ? scratch.rows.data() : scratch.states.data();
      kernels_.project(inputs, number == 0 ? row_width() : states_width_, steps, layer.inputs, layer.weight.data(),
                       layer.bias.data(), projected_width_, scratch.projected.data(), projected_width_);
      projected = scratch.projected.data();
      stride = projected_width_;
    }
    for (std::size_t direction = 0; direction < directions_; ++direction) {
      kernels_.scan(recurrence(layer, direction), projected + direction * gates_ * units_, stride, steps,
                    direction == 1, scratch.states.data() + direction * units_, states_width_, scratch.memory.data());
    }
  }
}

void Network::pool(std::size_t steps, Scratch& scratch) const {
  float* out = scratch.pooled.data();
  const float* states = scratch.states.data();
  for (const Pooling part : settings_.pooling) {
    switch (part) {
      case Pooling::last:
        std::copy_n(states + (steps - 1) * states_width_, units_, out);
        if (directions_ == 2) std::copy_n(states + units_, units_, out + units_);  // read to the end, it is at the start
        out += states_width_;
        break;
      case Pooling::mean:
        kernels_.mean(states, states_width_, steps, states_width_, out);
        out += states_width_;
        break;
      case Pooling::max:
        kernels_.maximum(states, states_width_, steps, states_width_, out);
        out += states_width_;
        break;
      case Pooling::inputs:
        kernels_.mean(scratch.rows.data() + folded_width_, row_width(), steps, embedding_width_, out);
        out += embedding_width_;
    }
  }
}

}  // namespace elman
