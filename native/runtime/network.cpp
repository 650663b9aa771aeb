#include "runtime/network.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "runtime/dictionary.hpp"

namespace elman {

namespace {

template <typename Value>
void make_room(std::vector<Value>& memory, std::size_t size) {
  if (memory.size() < size) memory.resize(size);
}

// Writes where the row of each token is and, with `sum`, gives the sum of the numbers at a place of all of them: one
// loop for both, since the end of each costs a mispredicted branch.
template <bool sum>
float collect(std::span<const Token> tokens, std::size_t place, const float** rows) {
  float even = 0, odd = 0;  // two, so that not every addition waits for the one before
  std::size_t step = 0;
  for (; step + 1 < tokens.size(); step += 2) {
    rows[step] = tokens[step].row;
    rows[step + 1] = tokens[step + 1].row;
    if constexpr (sum) even += rows[step][place];
    if constexpr (sum) odd += rows[step + 1][place];
  }
  if (step < tokens.size()) {
    rows[step] = tokens[step].row;
    if constexpr (sum) even += rows[step][place];
  }
  return even + odd;
}

}  // namespace

Recurrence Network::recurrence(const Layer& layer, std::size_t direction) const {
  return {settings_.cell, settings_.hidden_size, units_, gates_, layer.recurrent[direction].data(),
          layer.start[direction].data()};
}

void Network::make_row(std::span<const std::uint32_t> ids, float* row) const {
  std::vector<std::uint32_t> heard;  // what a linear reader reads beyond the embedding is not for the network
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(heard),
               [this](std::uint32_t id) { return id < settings_.vocab_size; });
  if (heard.empty()) heard.push_back(kUnknownId);
  std::vector<float> vector(embedding_width_);
  const float scale = 1.0f / std::sqrt(static_cast<float>(heard.size()));
  loops_.sum_rows(heard.data(), heard.size(), embedding_.data(), embedding_width_, scale, vector.data());
  if (folded_width_ > 0) {
    const float* input = vector.data();
    project(layers_[0], &input, 1, row);
  }
  std::copy_n(vector.data(), vector_width_, row + folded_width_);
  if (share_width_ == 0) return;
  float* shares = row + folded_width_;
  shares[share_width_ - 1] = 0;
  for (std::size_t label = 0; label < outputs_; ++label) {
    shares[label] = loops_.dot(vector.data(), inputs_head_.data() + label * embedding_width_, embedding_width_);
  }
}

void Network::logits(std::span<const Token> tokens, Scratch& scratch, double* out) const {
  const std::size_t steps = tokens.size();
  make_room(scratch.pooled, pooled_width_);
  make_room(scratch.rows, steps);
  float share = 0;  // of the first label
  if (steps > 0) {
    share = share_width_ > 0 ? collect<true>(tokens, folded_width_, scratch.rows.data())
                             : collect<false>(tokens, 0, scratch.rows.data());
    read(steps, scratch);
    pool(steps, scratch);
  } else {
    std::fill(scratch.pooled.begin(), scratch.pooled.end(), 0.0f);
  }
  for (std::size_t label = 0; label < outputs_; ++label) {
    const float product = loops_.dot(scratch.pooled.data(), head_.data() + label * pooled_width_, pooled_width_);
    out[label] = product + head_bias_[label];
  }
  if (share_width_ == 0 || steps == 0) return;
  for (std::size_t label = 0; label < outputs_; ++label) {
    if (label > 0) share = collect<true>(tokens, folded_width_ + label, scratch.rows.data());
    out[label] += share / static_cast<float>(steps);  // of the mean of the tokens' vectors
  }
}

// What a layer reads of its inputs, [steps, projected_width].
void Network::project(const Layer& layer, const float* const* inputs, std::size_t steps, float* out) const {
  for (std::size_t step = 0; step < steps; ++step, out += projected_width_) {
    loops_.project(inputs[step], layer.inputs, layer.weight.data(), layer.bias.data(), projected_width_, out);
    if (settings_.cell == Cell::mingru) loops_.activate(out, directions_, units_);
  }
}

// The top layer's states, in `scratch.states`, or what they are pooled into.
void Network::read(std::size_t steps, Scratch& scratch) const {
  make_room(scratch.states, steps * states_width_);
  make_room(scratch.memory, (gates_ + 2) * units_);
  make_room(scratch.inputs, steps);
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
    loops_.read_mingru(rows, steps, directions_, units_, is_top ? nullptr : states,
                       is_top ? pooled_parts(scratch.pooled.data()) : Pooled{});
  } else {
    for (std::size_t direction = 0; direction < directions_; ++direction) {
      loops_.scan(recurrence(layer, direction), rows, direction * gates_ * units_, steps, direction == 1,
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
      if (share_width_ == 0) loops_.mean(scratch.rows.data(), folded_width_, steps, embedding_width_, out);
    } else if (pooled_already) {
      continue;
    } else if (part == Pooling::mean) {
      loops_.mean(scratch.inputs.data(), 0, steps, states_width_, out);
    } else if (part == Pooling::max) {
      loops_.maximum(scratch.inputs.data(), 0, steps, states_width_, out);
    } else {
      std::copy_n(states + (steps - 1) * states_width_, units_, out);
      if (directions_ == 2) std::copy_n(states + units_, units_, out + units_);  // read to the end, it is at the start
    }
  }
}

}  // namespace elman
