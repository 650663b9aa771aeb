// States pooled, on one instruction set; this file is compiled once for each.
#include "kernels/pool_states.hpp"

#include "kernels/memory.hpp"

namespace elman::ELMAN_ISA {
namespace {

void forward(const Pooling& problem, float* mean, float* highest, float* ties) {
  const std::int64_t width = problem.width;
  for (std::int64_t text = 0; text < problem.batch; ++text) {
    const std::int64_t real = problem.lengths[text], row = text * width;
    const float share = 1.0f / static_cast<float>(real < 1 ? 1 : real);
    for (std::int64_t unit = 0; unit < width; unit += lanes) {
      const Units units = units_at(unit, width);
      Vector sum = {}, count = {}, most = Vector{} - (real < 1 ? 0.0f : __builtin_inff());
      for (std::int64_t step = 0; step < real; ++step) {
        const Vector state = load(problem.states + (text * problem.time + step) * width, units);
        sum += state;
        const auto higher = (state > most) | (state != state);  // what is no number is to be seen in the end
        most = higher ? state : most;
        count = higher ? 1.0f + Vector{} : count + (state == most ? 1.0f + Vector{} : Vector{});
      }
      store(mean + row, units, share * sum);
      store(highest + row, units, most);
      store(ties + row, units, count);
    }
  }
}

void backward(const Pooling& problem, const float* highest, const float* ties, const float* d_mean,
              const float* d_highest, float* d_states) {
  const std::int64_t width = problem.width;
  for (std::int64_t text = 0; text < problem.batch; ++text) {
    const std::int64_t real = problem.lengths[text], row = text * width;
    const float share = 1.0f / static_cast<float>(real < 1 ? 1 : real);
    for (std::int64_t unit = 0; unit < width; unit += lanes) {
      const Units units = units_at(unit, width);
      const Vector most = load(highest + row, units), each = share * load(d_mean + row, units);
      const Vector count = load(ties + row, units);
      const Vector extra = load(d_highest + row, units) / (count < 1.0f ? 1.0f + Vector{} : count);
      for (std::int64_t step = 0; step < problem.time; ++step) {
        const std::int64_t place = (text * problem.time + step) * width;
        if (step >= real) {
          store(d_states + place, units, Vector{});
          continue;
        }
        const Vector state = load(problem.states + place, units);
        store(d_states + place, units, each + (state == most ? extra : Vector{}));
      }
    }
  }
}

}  // namespace

const PoolStates pool_states = {forward, backward};

}  // namespace elman::ELMAN_ISA
