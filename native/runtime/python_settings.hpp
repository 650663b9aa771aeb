// A model's settings and arrays as Python objects hold them: `Preset`, `Architecture`, buffers.
#pragma once

#include <nanobind/nanobind.h>

#include "runtime/arrays.hpp"
#include "runtime/model.hpp"

namespace elman {

// These throw std::invalid_argument where a value is none that there is.
TextSettings read_text_settings(const nanobind::object& preset);
ModelSettings read_settings(const nanobind::object& preset, const nanobind::object& architecture);

// The arrays of a dictionary of buffers of float32; they live as long as the buffers do.
Arrays read_arrays(const nanobind::dict& weights);

}  // namespace elman
