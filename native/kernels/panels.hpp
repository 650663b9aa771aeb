// Weights packed for tiles: behind one another stand the numbers that one step of a product reads.
#pragma once

#include "kernels/tile.hpp"

namespace elman::ELMAN_ISA {

// Registers of units that a panel is wide: with its gates, as many as a tile of eight rows leaves room for, or twice that.
constexpr int panel_width(int gates) { return gates == 1 ? 2 : 1; }

// Registers that are summed at once. A panel of more is cut into parts, one behind the other.
constexpr int part_of(int registers) { return registers == 4 ? 2 : registers; }

// A panel starts behind those of the units before it.
ELMAN_INLINE const float* panel_at(const float* panels, std::int64_t depth, int gates, std::int64_t first_unit) {
  return panels + depth * gates * first_unit;
}

ELMAN_INLINE std::int64_t panel_floats(std::int64_t depth, int gates, std::int64_t hidden) {
  return depth * gates * padded(hidden);
}

// panels[part][k][register][lane] = weight(gate, unit, k), zero beyond the last unit; registers are in the order of gates.
template <int Gates, class Weight>
ELMAN_INLINE void pack_panels(std::int64_t depth, std::int64_t hidden, float* panels, const Weight& weight) {
  for_each_panel<panel_width(Gates)>(hidden, [&]<int Width>(std::int64_t first) {
    constexpr int part = part_of(Gates * Width);
    for (int start = 0; start < Gates * Width; start += part) {
      for (std::int64_t k = 0; k < depth; ++k) {
        for (int each = start; each < start + part; ++each) {
          const std::int64_t here = first + each % Width * lanes;
          for (std::int64_t unit = here; unit < here + lanes; ++unit) {
            *panels++ = unit < hidden ? weight(each / Width, unit, k) : 0.0f;
          }
        }
      }
    }
  });
}

}  // namespace elman::ELMAN_ISA
