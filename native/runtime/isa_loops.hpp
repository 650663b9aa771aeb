// Those of `Loops` that have files of their own, in the namespace of the instruction set they are compiled for.
#pragma once

#include "runtime/loops.hpp"

namespace elman::ELMAN_ISA {

void outline(const char* text, std::size_t count, char* padded, Block* blocks, Outline& whole);
void cut(const Block* blocks, std::size_t count, std::uint32_t* first, std::uint32_t* last);
void add_features(const Token* tokens, std::size_t steps, const FeatureTable& table, std::uint8_t* stamps,
                  std::uint8_t now, void* list, double* total);
void activate(float* projected, std::size_t directions, std::size_t units);
void read_mingru(const float* const* rows, std::size_t steps, std::size_t directions, std::size_t units, float* states,
                 Pooled pooled);

}  // namespace elman::ELMAN_ISA
