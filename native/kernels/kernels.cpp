// The kernels on one instruction set; this file is compiled once for each.
#include "kernels/kernels.hpp"

#include "kernels/backward.hpp"
#include "kernels/embedding.hpp"
#include "kernels/forward.hpp"
#include "kernels/weight_sum.hpp"

namespace elman::ELMAN_ISA {
namespace {

template <int Gates>
void pack_gates(const float* input, std::int64_t width, const float* state, std::int64_t hidden, float* panels) {
  pack_panels<Gates>(width + (state == nullptr ? 0 : hidden), hidden, panels, [=](int gate, std::int64_t unit, std::int64_t k) {
    const std::int64_t row = gate * hidden + unit;
    return k < width ? input[row * width + k] : state[row * hidden + k - width];
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
  const std::int64_t each = padded(hidden);
  pack_panels<1>(gates * each, columns, panels, [=](int, std::int64_t column, std::int64_t k) {
    const std::int64_t gate = (first_gate + k / each) % gates, unit = k % each;
    return unit < hidden ? weight[(gate * hidden + unit) * columns + column] : 0.0f;
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
    embed,
    embed_back,
};

}  // namespace elman::ELMAN_ISA
