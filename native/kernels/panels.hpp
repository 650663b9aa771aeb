// Recurrent weights packed for tiles: behind one another stand the numbers that one step of a product reads.
#pragma once

#include "kernels/tile.hpp"

namespace elman::ELMAN_ISA {

// Registers of units that a panel is wide: four in all, whatever the number of gates.
constexpr int panel_width(int gates) { return gates >= 3 ? 1 : 4 / gates; }

// A panel starts behind those of the units before it.
ELMAN_INLINE const float* panel_at(const float* panels, std::int64_t depth, int gates, std::int64_t first_unit) {
  return panels + depth * gates * first_unit;
}

ELMAN_INLINE std::int64_t panel_floats(std::int64_t depth, int gates, std::int64_t hidden) {
  return depth * gates * padded(hidden);
}

// panels[k][gate][unit] = weight(gate, unit, k), zero beyond the last unit.
template <int Gates, class Weight>
ELMAN_INLINE void pack_panels(std::int64_t depth, std::int64_t hidden, float* panels, const Weight& weight) {
  for_each_panel<panel_width(Gates)>(hidden, [&]<int Width>(std::int64_t first) {
    for (std::int64_t k = 0; k < depth; ++k) {
      for (int gate = 0; gate < Gates; ++gate) {
        for (std::int64_t unit = first; unit < first + Width * lanes; ++unit) {
          *panels++ = unit < hidden ? weight(gate, unit, k) : 0.0f;
        }
      }
    }
  });
}

}  // namespace elman::ELMAN_ISA
