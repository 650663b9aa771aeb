#include "core/active_isa.hpp"

#include <atomic>
#include <stdexcept>

namespace elman {
namespace {

constexpr Isa every_isa[] = {Isa::baseline, Isa::avx2, Isa::avx512};

std::atomic<Isa> active{best_isa()};

}  // namespace

Isa active_isa() { return active.load(std::memory_order_relaxed); }

std::vector<std::string> instruction_sets() {
  std::vector<std::string> found;
  for (const Isa isa : every_isa) {
    if (isa <= best_isa()) found.push_back(elman::name(isa));
  }
  return found;
}

void use(const std::string& name) {
  for (const Isa isa : every_isa) {
    if (isa <= best_isa() && name == elman::name(isa)) return active.store(isa, std::memory_order_relaxed);
  }
  throw std::invalid_argument("`" + name + "`: this processor has no such instruction set");
}

}  // namespace elman
