// What stands around a recurrence, on one instruction set; this file is compiled once for each.
#include "kernels/around.hpp"

#include "kernels/memory.hpp"

namespace elman::ELMAN_ISA {
namespace {

void place(const Placing& problem, const float* vectors, float* placed) {
  const std::int64_t width = problem.width;
  for (std::int64_t text = 0; text < problem.batch; ++text) {
    const std::int64_t first = text * problem.time, real = problem.lengths[text];
    for (std::int64_t step = first; step < first + real; ++step) {
      const float* vector = vectors + problem.token_ids[step] * width;
      for (std::int64_t unit = 0; unit < width; unit += lanes) {
        const Units units = units_at(unit, width);
        store(placed + step * width, units, problem.scale[step] * load(vector, units));
      }
    }
    clear(placed + (first + real) * width, (problem.time - real) * width);
  }
}

void place_back(const Placing& problem, const float* d_placed, float* d_vectors) {
  const std::int64_t width = problem.width;
  for (std::int64_t text = 0; text < problem.batch; ++text) {
    const std::int64_t first = text * problem.time, real = problem.lengths[text];
    for (std::int64_t step = first; step < first + real; ++step) {
      float* d_vector = d_vectors + problem.token_ids[step] * width;
      for (std::int64_t unit = 0; unit < width; unit += lanes) {
        const Units units = units_at(unit, width);
        store(d_vector, units, load(d_vector, units) + problem.scale[step] * load(d_placed + step * width, units));
      }
    }
  }
}

void pool(const PooledStates& problem, float* mean, float* highest, float* ties) {
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

void pool_back(const PooledStates& problem, const float* highest, const float* ties, const float* d_mean,
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

const Around around = {place, place_back, pool, pool_back};

}  // namespace elman::ELMAN_ISA
