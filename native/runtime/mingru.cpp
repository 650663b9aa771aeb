// The minimal GRU: what stands in a row for one token, and a layer of it over the rows of a text.
#include "runtime/isa_loops.hpp"
#include "runtime/lanes.hpp"

namespace elman::ELMAN_ISA {

namespace {

// The states of some registers' worth of units in one direction, and what they are pooled into.
template <std::size_t registers>
struct Track {
  Lanes hidden[registers]{}, sum[registers]{}, highest[registers];

  Track() {
    for (Lanes& each : highest) each = all(-__builtin_inff());
  }

  void step(const float* row, std::size_t units) {
    for (std::size_t each = 0; each < registers; ++each) {
      const Lanes kept = load(row + each * kLanes), added = load(row + units + each * kLanes);
      hidden[each] = kept * hidden[each] + added;
      sum[each] += hidden[each];
      highest[each] = larger(hidden[each], highest[each]);
    }
  }

  void keep(float* states) const {
    for (std::size_t each = 0; each < registers; ++each) store(states + each * kLanes, hidden[each]);
  }

  void finish(std::size_t steps, std::size_t place, const Pooled& pooled) const {
    const float share = 1.0f / static_cast<float>(steps);
    for (std::size_t each = 0; each < registers; ++each, place += kLanes) {
      if (pooled.mean != nullptr) store(pooled.mean + place, sum[each] * share);
      if (pooled.max != nullptr) store(pooled.max + place, highest[each]);
      if (pooled.last != nullptr) store(pooled.last + place, hidden[each]);
    }
  }
};

// Both directions side by side: neither waits for the other, and each row is near while it is needed.
template <std::size_t registers>
void read_both(const float* const* rows, std::size_t steps, std::size_t units, std::size_t unit, float* states,
               const Pooled& pooled) {
  Track<registers> forward, backward;
  for (std::size_t step = 0; step < steps; ++step) {
    const std::size_t time = steps - 1 - step;
    forward.step(rows[step] + unit, units);
    backward.step(rows[time] + 2 * units + unit, units);
    if (states != nullptr) {
      forward.keep(states + step * 2 * units + unit);
      backward.keep(states + time * 2 * units + units + unit);
    }
  }
  forward.finish(steps, unit, pooled);
  backward.finish(steps, units + unit, pooled);
}

template <std::size_t registers>
void read_one(const float* const* rows, std::size_t steps, std::size_t units, std::size_t unit, float* states,
              const Pooled& pooled) {
  Track<registers> forward;
  for (std::size_t step = 0; step < steps; ++step) {
    forward.step(rows[step] + unit, units);
    if (states != nullptr) forward.keep(states + step * units + unit);
  }
  forward.finish(steps, unit, pooled);
}

}  // namespace

void activate(float* projected, std::size_t directions, std::size_t units) {
  for (std::size_t direction = 0; direction < directions; ++direction, projected += 2 * units) {
    for (std::size_t unit = 0; unit < units; unit += kLanes) {
      const Lanes gate = sigmoid(load(projected + unit));
      store(projected + unit, 1.0f - gate);
      store(projected + units + unit, gate * load(projected + units + unit));
    }
  }
}

void read_mingru(const float* const* rows, std::size_t steps, std::size_t directions, std::size_t units, float* states,
                 Pooled pooled) {
  const auto read = [&]<std::size_t registers>(std::size_t unit) {
    if (directions == 2) {
      read_both<registers>(rows, steps, units, unit, states, pooled);
    } else {
      read_one<registers>(rows, steps, units, unit, states, pooled);
    }
  };
  std::size_t unit = 0;
  for (; unit + 2 * kLanes <= units; unit += 2 * kLanes) read.template operator()<2>(unit);
  if (unit < units) read.template operator()<1>(unit);
}

}  // namespace elman::ELMAN_ISA
