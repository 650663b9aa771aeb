#include "network.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

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
      folded_width_(projected_width_ <= kWidestFolded ? projected_width_ : 0) {
  const auto& pooling = settings.pooling;
  const bool pools_inputs = std::find(pooling.begin(), pooling.end(), Pooling::inputs) != pooling.end();
  if (folded_width_ > 0 && pools_inputs && settings.num_classes < embedding_width_) {
    share_width_ = settings.num_classes + settings.num_classes % 2;  // what follows a row is aligned to 8 bytes
  } else if (folded_width_ == 0 || pools_inputs) {
    vector_width_ = embedding_width_;
  }
  const std::size_t size = settings.embedding_size;
  const float* vectors = arrays.get("embedding.weight", {settings.vocab_size, size});
  embedding_.resize(settings.vocab_size * embedding_width_);
  for (std::size_t id = 0; id < settings.vocab_size; ++id) {
    std::copy_n(vectors + id * size, size, embedding_.data() + id * embedding_width_);
  }
  for (std::size_t number = 0; number < settings.num_layers; ++number) add_layer(number, arrays);
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
  constexpr std::size_t kShared = SIZE_MAX;
  std::vector<std::size_t> places;  // where each of the pooled numbers stands among the padded ones
  for (const Pooling part : settings_.pooling) {
    const bool inputs = part == Pooling::inputs;
    pooled_starts_.push_back(pooled_width_);
    if (inputs && share_width_ > 0) {
      places.insert(places.end(), settings_.embedding_size, kShared);
      continue;
    }
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
  inputs_head_.resize(settings_.num_classes * embedding_width_);
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    std::size_t input = 0;
    for (std::size_t each = 0; each < places.size(); ++each) {
      const float number = weight[label * places.size() + each];
      if (places[each] == kShared) {
        inputs_head_[label * embedding_width_ + input++] = number;
      } else {
        head_[label * pooled_width_ + places[each]] = number;
      }
    }
  }
}

Recurrence Network::recurrence(const Layer& layer, std::size_t direction) const {
  return {settings_.cell, settings_.hidden_size, units_, gates_, layer.recurrent[direction].data(),
          layer.start[direction].data()};
}

void Network::make_row(std::span<const std::uint32_t> ids, float* row) const {
  std::vector<float> vector(embedding_width_);
  const float scale = 1.0f / std::sqrt(static_cast<float>(ids.size()));
  kernels_.sum_rows(ids.data(), ids.size(), embedding_.data(), embedding_width_, scale, vector.data());
  if (folded_width_ > 0) {
    const float* input = vector.data();
    project(layers_[0], &input, 1, row);
  }
  std::copy_n(vector.data(), vector_width_, row + folded_width_);
  if (share_width_ == 0) return;
  float* shares = row + folded_width_;
  shares[share_width_ - 1] = 0;
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    shares[label] = kernels_.dot(vector.data(), inputs_head_.data() + label * embedding_width_, embedding_width_);
  }
}

void Network::logits(std::span<const Token> tokens, Scratch& scratch, double* out) const {
  const std::size_t steps = tokens.size();
  make_room(scratch.pooled, pooled_width_);
  if (steps > 0) {
    scratch.rows.resize(steps);
    for (std::size_t step = 0; step < steps; ++step) scratch.rows[step] = tokens[step].row;
    read(steps, scratch);
    pool(steps, scratch);
  } else {
    std::fill(scratch.pooled.begin(), scratch.pooled.end(), 0.0f);
  }
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    const float product = kernels_.dot(scratch.pooled.data(), head_.data() + label * pooled_width_, pooled_width_);
    out[label] = product + head_bias_[label];
  }
  if (share_width_ > 0) add_shares(tokens, out);
}

// What the mean of the tokens' vectors adds to each logit.
void Network::add_shares(std::span<const Token> tokens, double* out) const {
  for (std::size_t label = 0; label < settings_.num_classes; ++label) {
    float even = 0, odd = 0;  // two, so that not every addition waits for the one before
    std::size_t step = 0;
    for (; step + 1 < tokens.size(); step += 2) {
      even += tokens[step].row[folded_width_ + label];
      odd += tokens[step + 1].row[folded_width_ + label];
    }
    if (step < tokens.size()) even += tokens[step].row[folded_width_ + label];
    out[label] += (even + odd) / static_cast<float>(std::max<std::size_t>(1, tokens.size()));
  }
}

// What a layer reads of its inputs, [steps, projected_width].
void Network::project(const Layer& layer, const float* const* inputs, std::size_t steps, float* out) const {
  for (std::size_t step = 0; step < steps; ++step, out += projected_width_) {
    kernels_.project(inputs[step], layer.inputs, layer.weight.data(), layer.bias.data(), projected_width_, out);
    if (settings_.cell == Cell::mingru) kernels_.activate(out, directions_, units_);
  }
}

// The top layer's states, in `scratch.states`, or what they are pooled into.
void Network::read(std::size_t steps, Scratch& scratch) const {
  make_room(scratch.states, steps * states_width_);
  make_room(scratch.memory, (gates_ + 2) * units_);
  scratch.inputs.resize(steps);
  for (std::size_t number = 0; number < layers_.size(); ++number) {
    const bool is_top = number + 1 == layers_.size();
    if (number == 0 && folded_width_ > 0) {
      read_layer(layers_[number], is_top, scratch.rows.data(), steps, scratch);
      continue;
    }
    make_room(scratch.projected, steps * projected_width_);
    const float* const* inputs = number == 0 ? scratch.rows.data() : scratch.inputs.data();
    project(layers_[number], inputs, steps, scratch.projected.data());
    for (std::size_t step = 0; step < steps; ++step) {
      scratch.inputs[step] = scratch.projected.data() + step * projected_width_;
    }
    read_layer(layers_[number], is_top, scratch.inputs.data(), steps, scratch);
  }
}

// From projected rows to states, to which `scratch.inputs` points then.
void Network::read_layer(const Layer& layer, bool is_top, const float* const* rows, std::size_t steps,
                         Scratch& scratch) const {
  float* states = scratch.states.data();
  if (settings_.cell == Cell::mingru) {
    kernels_.read_mingru(rows, steps, directions_, units_, is_top ? nullptr : states,
                         is_top ? pooled_parts(scratch.pooled.data()) : Pooled{});
  } else {
    for (std::size_t direction = 0; direction < directions_; ++direction) {
      kernels_.scan(recurrence(layer, direction), rows, direction * gates_ * units_, steps, direction == 1,
                    states + direction * units_, states_width_, scratch.memory.data());
    }
  }
  if (is_top && settings_.cell == Cell::mingru) return;
  for (std::size_t step = 0; step < steps; ++step) scratch.inputs[step] = states + step * states_width_;
}

Pooled Network::pooled_parts(float* pooled) const {
  Pooled parts;
  for (std::size_t each = 0; each < settings_.pooling.size(); ++each) {
    float* const start = pooled + pooled_starts_[each];
    switch (settings_.pooling[each]) {
      case Pooling::last: parts.last = start; break;
      case Pooling::mean: parts.mean = start; break;
      case Pooling::max: parts.max = start; break;
      case Pooling::inputs: break;
    }
  }
  return parts;
}

void Network::pool(std::size_t steps, Scratch& scratch) const {
  const float* states = scratch.states.data();
  const bool pooled_already = settings_.cell == Cell::mingru;  // but for the inputs
  for (std::size_t each = 0; each < settings_.pooling.size(); ++each) {
    const Pooling part = settings_.pooling[each];
    float* out = scratch.pooled.data() + pooled_starts_[each];
    if (part == Pooling::inputs) {
      if (share_width_ == 0) kernels_.mean(scratch.rows.data(), folded_width_, steps, embedding_width_, out);
    } else if (pooled_already) {
      continue;
    } else if (part == Pooling::mean) {
      kernels_.mean(scratch.inputs.data(), 0, steps, states_width_, out);
    } else if (part == Pooling::max) {
      kernels_.maximum(scratch.inputs.data(), 0, steps, states_width_, out);
    } else {
      std::copy_n(states + (steps - 1) * states_width_, units_, out);
      if (directions_ == 2) std::copy_n(states + units_, units_, out + units_);  // read to the end, it is at the start
    }
  }
}

}  // namespace elman
