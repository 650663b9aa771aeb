// The instruction sets that code is compiled for, each including those before it, and the best this processor has.
#pragma once

namespace elman {

enum class Isa { baseline, avx2, avx512 };

inline Isa best_isa() {
#if defined(ELMAN_HAS_AVX)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq")) {
    return Isa::avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Isa::avx2;
#endif
  return Isa::baseline;
}

// A declaration in the namespace of each instruction set. Of a table declared so, ELMAN_CHOOSE gives the copy for one.
#if defined(ELMAN_HAS_AVX)
#define ELMAN_FOR_EACH_ISA(declaration)  \
  namespace baseline { declaration }     \
  namespace avx2 { declaration }         \
  namespace avx512 { declaration }
#define ELMAN_CHOOSE(isa, table) ((isa) == Isa::avx512 ? avx512::table : (isa) == Isa::avx2 ? avx2::table : baseline::table)
#else
#define ELMAN_FOR_EACH_ISA(declaration) \
  namespace baseline { declaration }
#define ELMAN_CHOOSE(isa, table) (static_cast<void>(isa), baseline::table)
#endif

inline const char* name(Isa isa) {
  switch (isa) {
    case Isa::avx512: return "avx512";
    case Isa::avx2: return "avx2";
    default: return "baseline";
  }
}

}  // namespace elman
