// Weights packed for tiles: behind one another stand the numbers that one step of a product reads.
#pragma once

#include "kernels/tile.hpp"

namespace elman::ELMAN_ISA {

// Registers of units that a panel is wide: two for one gate, so that a factor that was loaded is used twice.
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

// panels[part][k][register][lane], zero beyond the last unit; registers are in the order of gates. `put` writes the
// `depth` weights of a gate's unit, so many floats apart.
template <int Gates, class Put>
ELMAN_INLINE void pack_panels(std::int64_t depth, std::int64_t hidden, float* panels, const Put& put) {
  for_each_panel<panel_width(Gates)>(hidden, [&]<int Width>(std::int64_t first) {
    constexpr int part = part_of(Gates * Width);
    for (int each = 0; each < Gates * Width; ++each) {
      float* const start = panels + (each / part * depth * part + each % part) * lanes;
      for (int lane = 0; lane < lanes; ++lane) {
        const std::int64_t unit = first + each % Width * lanes + lane;
        if (unit < hidden) put(start + lane, part * lanes, each / Width, unit);
        else for (std::int64_t k = 0; k < depth; ++k) start[k * part * lanes + lane] = 0.0f;
      }
    }
    panels += depth * Gates * Width * lanes;
  });
}

}  // namespace elman::ELMAN_ISA
