// The kernels on one instruction set; this file is compiled once for each.
#include "kernels/kernels.hpp"

#include "kernels/embedding.hpp"
#include "kernels/products.hpp"
#include "kernels/recurrence.hpp"
#include "kernels/weight_gradient.hpp"

namespace elman::ELMAN_ISA {
namespace {

template <int Gates>
void pack_gates(const float* weight, std::int64_t hidden, float* panels) {
  pack_panels<Gates>(hidden, hidden, panels, [=](int gate, std::int64_t unit, std::int64_t k) {
    return weight[(gate * hidden + unit) * hidden + k];
  });
}

void pack(const float* weight, int gates, std::int64_t hidden, float* panels) {
  switch (gates) {
    case 1: return pack_gates<1>(weight, hidden, panels);
    case 3: return pack_gates<3>(weight, hidden, panels);
    default: return pack_gates<4>(weight, hidden, panels);
  }
}

void pack_matrix(const float* weight, std::int64_t rows, std::int64_t columns, float* panels) {
  pack_panels<1>(columns, rows, panels, [=](int, std::int64_t unit, std::int64_t k) {
    return weight[unit * columns + k];
  });
}

void pack_matrix_transposed(const float* weight, std::int64_t rows, std::int64_t columns, float* panels) {
  pack_panels<1>(rows, columns, panels, [=](int, std::int64_t unit, std::int64_t k) {
    return weight[k * columns + unit];
  });
}

void pack_transposed(const float* weight, int gates, std::int64_t hidden, float* panels) {
  pack_matrix_transposed(weight, gates * hidden, hidden, panels);
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
    panel_floats,
    pack,
    pack_transposed,
    weight_gradient_floats,
    weight_gradient,
    sum_rows,
    pack_matrix,
    pack_matrix_transposed,
    products,
    embed,
    embed_back,
};

}  // namespace elman::ELMAN_ISA
