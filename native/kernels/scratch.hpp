// Memory that lasts as long as a call.
#pragma once

#include <cstdint>
#include <new>

namespace elman {

// Aligned for any register.
class Scratch {
 public:
  explicit Scratch(std::int64_t floats)
      : floats_(static_cast<float*>(::operator new(floats * sizeof(float), std::align_val_t{64}))) {}
  ~Scratch() { ::operator delete(floats_, std::align_val_t{64}); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  float* get() const { return floats_; }

 private:
  float* floats_;
};

}  // namespace elman
