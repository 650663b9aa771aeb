#include "core/active_isa.hpp"
#include "kernels.hpp"

namespace elman {

const Kernels& best_kernels() {
#if defined(ELMAN_HAS_AVX)
  switch (active_isa()) {
    case Isa::avx512: return avx512::kernels;
    case Isa::avx2: return avx2::kernels;
    default: break;
  }
#endif
  return baseline::kernels;
}

const Kernels& best_kernels_for([[maybe_unused]] std::size_t units) {
  const Kernels& best = best_kernels();
#if defined(ELMAN_HAS_AVX)
  if (&best == &avx512::kernels && units <= avx2::kernels.lanes) return avx2::kernels;
#endif
  return best;
}

}  // namespace elman
