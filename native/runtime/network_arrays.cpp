// How a network's arrays are laid out in memory: `Network`'s making.
#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "runtime/network.hpp"

namespace elman {

namespace {

constexpr std::size_t kWidestFolded = 512;  // floats of a projection that is kept for each known piece of text

std::size_t outputs_of(const NetworkSettings& settings) {
  if (settings.num_classes < 2) {
    throw std::invalid_argument("classes: expected at least 2; got " + std::to_string(settings.num_classes));
  }
  return settings.num_classes - 1;
}

}  // namespace

Network::Network(const NetworkSettings& settings, const Arrays& arrays)
    : settings_(settings),
      loops_(best_loops_for(settings.hidden_size)),
      outputs_(outputs_of(settings)),
      directions_(settings.bidirectional ? 2 : 1),
      gates_(static_cast<std::size_t>(gates_of(settings.cell))),
      units_(padded(settings.hidden_size)),
      states_width_(directions_ * units_),
      embedding_width_(padded(settings.embedding_size)),
      projected_width_(directions_ * gates_ * units_),
      folded_width_(projected_width_ <= kWidestFolded ? projected_width_ : 0) {
  const auto& pooling = settings.pooling;
  const bool pools_inputs = std::find(pooling.begin(), pooling.end(), Pooling::inputs) != pooling.end();
  if (folded_width_ > 0 && pools_inputs && outputs_ < embedding_width_) {
    share_width_ = outputs_ + outputs_ % 2;  // what follows a row is aligned to 8 bytes
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

std::size_t Network::padded(std::size_t width) const {
  return (width + loops_.lanes - 1) / loops_.lanes * loops_.lanes;
}

void Network::add_layer(std::size_t number, const Arrays& arrays) {
  const std::size_t hidden = settings_.hidden_size, rows = gates_ * hidden, width = gates_ * units_;
  const std::size_t input_size = number == 0 ? settings_.embedding_size : directions_ * hidden;
  arrays.get("layers." + std::to_string(number) + ".forward.weight_ih", {rows, input_size});  // before room is made for it
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
  head_.resize(outputs_ * pooled_width_);
  inputs_head_.resize(outputs_ * embedding_width_);
  for (std::size_t label = 0; label < outputs_; ++label) {
    head_bias_.push_back(bias[1 + label] - bias[0]);
    std::size_t input = 0;
    for (std::size_t each = 0; each < places.size(); ++each) {
      const float number = weight[(1 + label) * places.size() + each] - weight[each];
      if (places[each] == kShared) {
        inputs_head_[label * embedding_width_ + input++] = number;
      } else {
        head_[label * pooled_width_ + places[each]] = number;
      }
    }
  }
}

}  // namespace elman
