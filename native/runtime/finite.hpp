// Whether the numbers in a Python object's bytes are finite.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <cstring>

namespace elman {

// Of float32 in a contiguous buffer, aligned or not. Throws nanobind::python_error if the object has none.
inline bool all_finite(nanobind::handle data) {
  Py_buffer view;
  if (PyObject_GetBuffer(data.ptr(), &view, PyBUF_SIMPLE) != 0) throw nanobind::python_error();
  const char* bytes = static_cast<const char*>(view.buf);
  constexpr std::uint32_t exponent = 0x7f800000;  // all ones where a number is infinite or none
  bool finite = true;
  for (Py_ssize_t place = 0; place + 4 <= view.len; place += 4) {
    std::uint32_t bits;
    std::memcpy(&bits, bytes + place, sizeof bits);
    finite &= (bits & exponent) != exponent;
  }
  PyBuffer_Release(&view);
  return finite;
}

}  // namespace elman
