// Token vectors laid out, on one instruction set; this file is compiled once for each.
#include "kernels/place_tokens.hpp"

#include "kernels/memory.hpp"

namespace elman::ELMAN_ISA {
namespace {

void forward(const Placing& problem, const float* vectors, float* placed) {
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

void backward(const Placing& problem, const float* d_placed, float* d_vectors) {
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

}  // namespace

const PlaceTokens place_tokens = {forward, backward};

}  // namespace elman::ELMAN_ISA
