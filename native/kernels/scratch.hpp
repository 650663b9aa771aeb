// Memory that lasts as long as a call, and is there again for the next one.
#pragma once

#include <cstdint>

namespace elman {

// Aligned for any register; what it holds at first is not said. Every step of training asks for the same sizes: kept
// blocks save the system from clearing their pages anew each time.
class Scratch {
 public:
  explicit Scratch(std::int64_t floats);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  float* get() const { return floats_; }

 private:
  std::int64_t bytes_;
  float* floats_;
};

}  // namespace elman
