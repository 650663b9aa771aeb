// What a function of Python's C interface made, or the error that it set.
#pragma once

#include <nanobind/nanobind.h>

namespace elman {

// Throws nanobind::python_error for a null.
template <typename Kind = nanobind::object>
Kind owned(PyObject* made) {
  if (made == nullptr) throw nanobind::python_error();
  return nanobind::steal<Kind>(made);
}

}  // namespace elman
