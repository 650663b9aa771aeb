// How many multiplications and additions of float32 one core does in a second, at most: independent chains in registers.
#include <algorithm>
#include <chrono>
#include <cstdio>

#if defined(__AVX512F__)
constexpr int lanes = 16, chains = 24;
#elif defined(__AVX2__)
constexpr int lanes = 8, chains = 12;
#else
constexpr int lanes = 4, chains = 12;
#endif

typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));

int main() {
  constexpr int rounds = 50, steps = 200000;
  volatile float seen = 0.9999f;  // nothing may be computed beforehand
  const Vector factor = Vector{} + seen, term = Vector{} + (1.0f - seen);
  double best = 1e9;
  Vector sums[chains];
  for (Vector& sum : sums) sum = factor;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int step = 0; step < steps; ++step) {
#pragma GCC unroll 24
      for (int chain = 0; chain < chains; ++chain) sums[chain] = sums[chain] * factor + term;
    }
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  Vector total = {};
  for (const Vector& sum : sums) total += sum;
  for (int lane = 0; lane < lanes; ++lane) seen = total[lane];
  std::printf("%.6g\n", 2.0 * lanes * chains * steps / best);
}
