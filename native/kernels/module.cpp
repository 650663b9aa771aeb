// elman._kernels: what Python registers with XLA.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/calls.hpp"

namespace nb = nanobind;

namespace {

constexpr elman::Isa every_isa[] = {elman::Isa::baseline, elman::Isa::avx2, elman::Isa::avx512};

nb::dict handlers() {
  nb::dict found;
  for (const elman::Call& call : elman::calls) found[call.name] = nb::capsule(reinterpret_cast<void*>(call.handler));
  return found;
}

std::vector<std::string> instruction_sets() {
  std::vector<std::string> found;
  for (const elman::Isa isa : every_isa) {
    if (isa <= elman::best_isa()) found.push_back(elman::name(isa));
  }
  return found;
}

void use(const std::string& name) {
  for (const elman::Isa isa : every_isa) {
    if (isa <= elman::best_isa() && name == elman::name(isa)) return elman::choose_isa(isa);
  }
  throw std::invalid_argument("`" + name + "`: this processor has no such instruction set");
}

}  // namespace

NB_MODULE(_kernels, module) {
  module.doc() = "Recurrences over whole batches, forward and backward, as calls of XLA.";
  module.def("handlers", &handlers, "The calls by name, as capsules for `jax.ffi.register_ffi_target`.");
  module.def("instruction_sets", &instruction_sets, "Those the kernels can use on this processor, the best last.");
  module.def("instruction_set", [] { return elman::name(elman::active_isa()); }, "The one in use; at first, the best.");
  module.def("use", &use, nb::arg("instruction_set"), "Use another; ValueError if this processor does not have it.");
}
