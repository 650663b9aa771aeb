// Token vectors on one instruction set; this file is compiled once for each.
//
// Tokens are taken one after the other, so a row's gradient is summed in one order, whoever computes it.
#include "kernels/token_vectors.hpp"

#include "kernels/simd.hpp"

namespace elman::ELMAN_ISA {
namespace {

ELMAN_INLINE void add_row(float* to, const float* row, float factor, std::int64_t width) {
  for (std::int64_t first = 0; first < width; first += lanes) {
    const Units units = units_at(first, width);
    store(to, units, load(to, units) + factor * load(row, units));
  }
}

ELMAN_INLINE std::int64_t kept_among(const std::uint8_t* kept, std::int64_t first, std::int64_t count) {
  std::int64_t found = 0;
  for (std::int64_t each = first; each < first + count; ++each) found += kept[each] != 0;
  return found;
}

void forward(const TokenRows& problem, const float* table, float* vectors) {
  for (std::int64_t token = 0, start = 0, end; token < problem.tokens; ++token, start = end) {
    end = start + problem.counts[token];
    const std::int64_t kept = kept_among(problem.kept, start, problem.counts[token]);
    const float root = __builtin_sqrtf(static_cast<float>(kept < 1 ? 1 : kept));
    for (std::int64_t first = 0; first < problem.width; first += lanes) {
      const Units units = units_at(first, problem.width);
      Vector sum = {};
      for (std::int64_t feature = start; feature < end; ++feature) {
        if (problem.kept[feature]) sum += load(table + problem.ids[feature] * problem.width, units);
      }
      store(vectors + token * problem.width, units, sum / root);  // as elman.nn does, to the last bit
    }
  }
}

void backward(const TokenRows& problem, const float* d_vectors, float* d_table) {
  std::int64_t feature = 0;
  for (std::int64_t token = 0; token < problem.tokens; ++token) {
    const std::int64_t end = feature + problem.counts[token];
    const std::int64_t kept = kept_among(problem.kept, feature, problem.counts[token]);
    const float share = 1.0f / __builtin_sqrtf(static_cast<float>(kept < 1 ? 1 : kept));
    const float* d_vector = d_vectors + token * problem.width;
    for (; feature < end; ++feature) {
      if (problem.kept[feature]) add_row(d_table + problem.ids[feature] * problem.width, d_vector, share, problem.width);
    }
  }
}

}  // namespace

const TokenVectors token_vectors = {forward, backward};

}  // namespace elman::ELMAN_ISA
