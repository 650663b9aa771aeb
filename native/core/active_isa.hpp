// Which instruction set is in use, so which copy is called: the best that this processor can run, until another is chosen.
//
// Never included by a file that is compiled once for each instruction set: it has code of its own.
#pragma once

#include <string>
#include <vector>

#include "core/isa.hpp"

namespace elman {

Isa active_isa();

// The names of those that this processor has, the best last.
std::vector<std::string> instruction_sets();

// Chooses one by its name; throws std::invalid_argument if this processor does not have it.
void use(const std::string& name);

}  // namespace elman
