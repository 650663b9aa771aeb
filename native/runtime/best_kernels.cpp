#include "core/active_isa.hpp"
#include "runtime/kernels.hpp"

namespace elman {

const Kernels& best_kernels() { return ELMAN_CHOOSE(active_isa(), kernels); }

const Kernels& best_kernels_for([[maybe_unused]] std::size_t units) {
  const Kernels& best = best_kernels();
#if defined(ELMAN_HAS_AVX)
  if (&best == &avx512::kernels && units <= avx2::kernels.lanes) return avx2::kernels;
#endif
  return best;
}

}  // namespace elman
