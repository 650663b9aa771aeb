// New arrays of NumPy's, which is imported when the first is made.
#pragma once

#include <nanobind/nanobind.h>

#include <cstddef>

namespace elman {

struct NewArray {
  nanobind::object object;
  double* numbers;
};

// An array of float64 [rows, columns], not filled. Throws nanobind::python_error if NumPy refuses.
NewArray new_array(std::size_t rows, std::size_t columns);

}  // namespace elman
