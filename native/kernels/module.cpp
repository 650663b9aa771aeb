// elman._kernels: what Python registers with XLA.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "core/active_isa.hpp"
#include "kernels/calls.hpp"

namespace nb = nanobind;

namespace {

nb::dict handlers() {
  nb::dict found;
  for (const elman::Call& call : elman::calls) found[call.name] = nb::capsule(reinterpret_cast<void*>(call.handler));
  return found;
}

}  // namespace

NB_MODULE(_kernels, module) {
  module.doc() = "Recurrences over whole batches, forward and backward, as calls of XLA.";
  module.def("handlers", &handlers, "The calls by name, as capsules for `jax.ffi.register_ffi_target`.");
  module.def("instruction_sets", &elman::instruction_sets, "Those the kernels can use on this processor, the best last.");
  module.def("use", &elman::use, nb::arg("instruction_set"), "Use another; ValueError if this processor does not have it.");
}
