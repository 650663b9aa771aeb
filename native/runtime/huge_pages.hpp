// Memory on huge pages, where there are such: far fewer addresses for the processor to look up.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace elman {

inline constexpr std::size_t kHugePage = 1 << 21;

// Takes `bytes`, aligned so; blocks of a huge page and more begin on one.
inline void* allocate_block(std::size_t bytes, std::size_t alignment) {
  if (bytes < kHugePage) return ::operator new(bytes, std::align_val_t{alignment});
  void* const start = ::operator new(bytes, std::align_val_t{kHugePage});
#if defined(__linux__)
  madvise(start, bytes, MADV_HUGEPAGE);  // a wish
#endif
  return start;
}

inline void free_block(void* start, std::size_t bytes, std::size_t alignment) {
  ::operator delete(start, std::align_val_t{bytes < kHugePage ? alignment : kHugePage});
}

template <typename Value>
struct HugeAllocator {
  using value_type = Value;
  HugeAllocator() = default;
  template <typename Other>
  HugeAllocator(const HugeAllocator<Other>&) {}
  Value* allocate(std::size_t count) {
    return static_cast<Value*>(allocate_block(count * sizeof(Value), alignof(Value)));
  }
  void deallocate(Value* start, std::size_t count) { free_block(start, count * sizeof(Value), alignof(Value)); }
  bool operator==(const HugeAllocator&) const { return true; }
};

template <typename Value>
using HugeVector = std::vector<Value, HugeAllocator<Value>>;

}  // namespace elman
