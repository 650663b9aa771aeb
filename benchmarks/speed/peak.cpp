// How many multiplications and additions of float32 one core does in a second, at most: independent chains in registers.
// It is measured anew for each line that is read.
#include <cstdio>
#include <ctime>

#if defined(__AVX512F__)
constexpr int lanes = 16, chains = 24;
#elif defined(__AVX2__)
constexpr int lanes = 8, chains = 12;
#else
constexpr int lanes = 4, chains = 12;
#endif

typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));

double operations_a_second() {
  constexpr int steps = 1000000;
  volatile float seen = 0.9999f;  // nothing may be computed beforehand
  const Vector factor = Vector{} + seen, term = Vector{} + (1.0f - seen);
  Vector sums[chains];
  for (Vector& sum : sums) sum = factor;
  const std::clock_t start = std::clock();  // the process's own time
  for (int step = 0; step < steps; ++step) {
#pragma GCC unroll 24
    for (int chain = 0; chain < chains; ++chain) sums[chain] = sums[chain] * factor + term;
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  Vector total = {};
  for (const Vector& sum : sums) total += sum;
  for (int lane = 0; lane < lanes; ++lane) seen = total[lane];
  return 2.0 * lanes * chains * steps / seconds;
}

int main() {
  for (int read; (read = std::getchar()) != EOF;) {
    if (read != '\n') continue;
    std::printf("%.6g\n", operations_a_second());
    std::fflush(stdout);
  }
}
