#include "runtime/python_array.hpp"

#include <utility>

#include "runtime/python_owned.hpp"

#define NPY_NO_DEPRECATED_API NPY_2_0_API_VERSION
#include <numpy/arrayobject.h>

namespace nb = nanobind;

namespace elman {

NewArray new_array(std::size_t rows, std::size_t columns) {
  if (PyArray_ImportNumPyAPI() < 0) throw nb::python_error();
  npy_intp shape[] = {static_cast<npy_intp>(rows), static_cast<npy_intp>(columns)};
  nb::object made = owned(PyArray_SimpleNew(2, shape, NPY_DOUBLE));
  auto* const numbers = static_cast<double*>(PyArray_DATA(reinterpret_cast<PyArrayObject*>(made.ptr())));
  return {std::move(made), numbers};
}

}  // namespace elman
