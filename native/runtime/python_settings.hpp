// A model's settings, dictionary and arrays as Python objects hold them: `Preset`, `Architecture`, strings, buffers.
#pragma once

#include <nanobind/nanobind.h>

#include "arrays.hpp"
#include "dictionary.hpp"
#include "model.hpp"
#include "string_table.hpp"

namespace elman {

// All throw std::invalid_argument where a value is none that there is.
ModelSettings read_settings(const nanobind::object& preset, const nanobind::object& architecture);
Dictionary read_dictionary(const TextSettings& settings, const nanobind::iterable& tokens);
StringTable read_words(const nanobind::iterable& words);

// The arrays of a dictionary of buffers of float32; they live as long as the buffers do.
Arrays read_arrays(const nanobind::dict& weights);

}  // namespace elman
