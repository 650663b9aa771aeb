// The kernels on one instruction set; this file is compiled once for each.
#include "kernels/kernels.hpp"

#include "kernels/backward.hpp"
#include "kernels/forward.hpp"
#include "kernels/weight_sum.hpp"

namespace elman::ELMAN_ISA {
namespace {

template <int Gates>
void pack_gates(const float* input, std::int64_t width, const float* state, std::int64_t hidden, float* panels) {
  const std::int64_t depth = width + (state == nullptr ? 0 : hidden);
  pack_panels<Gates>(depth, hidden, panels, [=](float* to, std::int64_t stride, int gate, std::int64_t unit) {
    const std::int64_t row = gate * hidden + unit;
    for (std::int64_t k = 0; k < width; ++k) to[k * stride] = input[row * width + k];
    for (std::int64_t k = width; k < depth; ++k) to[k * stride] = state[row * hidden + k - width];
  });
}

void pack(const float* input, std::int64_t width, const float* state, int gates, std::int64_t hidden, float* panels) {
  switch (gates) {
    case 1: return pack_gates<1>(input, width, state, hidden, panels);
    case 2: return pack_gates<2>(input, width, state, hidden, panels);
    case 3: return pack_gates<3>(input, width, state, hidden, panels);
    default: return pack_gates<4>(input, width, state, hidden, panels);
  }
}

void pack_transposed(const float* weight, int gates, int first_gate, std::int64_t hidden, std::int64_t columns, float* panels) {
  for_each_panel<panel_width(1)>(columns, [&]<int Width>(std::int64_t first) {
    for (int gate = 0; gate < gates; ++gate) {
      const float* row = weight + (first_gate + gate) % gates * hidden * columns;
      for (std::int64_t unit = 0; unit < padded(hidden); ++unit, row += columns) {
        for (int each = 0; each < Width; ++each, panels += lanes) {
          const Vector found = unit < hidden ? load(row, units_at(first + each * lanes, columns)) : Vector{};
          *reinterpret_cast<Vector*>(panels) = found;
        }
      }
    }
  });
}

}  // namespace

const Kernels kernels = {
    {
        {forward<Cell::elman_tanh>, backward<Cell::elman_tanh>},
        {forward<Cell::elman_relu>, backward<Cell::elman_relu>},
        {forward<Cell::gru>, backward<Cell::gru>},
        {forward<Cell::lstm>, backward<Cell::lstm>},
        {forward<Cell::mingru>, backward<Cell::mingru>},
    },
    lanes,
    padded,
    Gathered::floats,
    panel_floats,
    pack,
    pack_transposed,
    sum_weight,
};

}  // namespace elman::ELMAN_ISA
