#include "core/active_isa.hpp"
#include "runtime/loops.hpp"

namespace elman {

const Loops& best_loops() { return ELMAN_CHOOSE(active_isa(), loops); }

const Loops& best_loops_for([[maybe_unused]] std::size_t units) {
  const Loops& best = best_loops();
#if defined(ELMAN_HAS_AVX)
  if (&best == &avx512::loops && units <= avx2::loops.lanes) return avx2::loops;
#endif
  return best;
}

}  // namespace elman
