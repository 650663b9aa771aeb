// Memory that is handed out in aligned parts and taken back all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace elman {

class Arena {
 public:
  static constexpr std::size_t kAlignment = 128;

  void* allocate(std::size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left_) add_block(bytes);
    void* taken = free_;
    free_ += bytes;
    left_ -= bytes;
    return taken;
  }

  std::size_t used() const { return used_; }

  // Takes everything back; one block is kept for what comes next.
  void clear() {
    if (blocks_.empty()) return;
    blocks_.erase(blocks_.begin() + 1, blocks_.end());
    free_ = blocks_[0].start.get();
    left_ = used_ = blocks_[0].size;
  }

 private:
  static constexpr std::size_t kFirst = 1 << 18, kLater = 1 << 21;  // the latter a huge page, where there are such
  struct Free {
    std::size_t alignment = kAlignment;
    void operator()(std::byte* start) const { ::operator delete(start, std::align_val_t{alignment}); }
  };
  struct Block {
    std::unique_ptr<std::byte, Free> start;
    std::size_t size;
  };

  void add_block(std::size_t bytes) {
    const bool first = blocks_.empty();
    const std::size_t size = std::max(bytes, first ? kFirst : kLater), alignment = first ? kAlignment : kLater;
    auto* start = static_cast<std::byte*>(::operator new(size, std::align_val_t{alignment}));
    blocks_.push_back({{start, Free{alignment}}, size});
#if defined(__linux__)
    if (!first) madvise(start, size, MADV_HUGEPAGE);  // a wish: far fewer addresses for the processor to look up
#endif
    free_ = start;
    left_ = size;
    used_ += size;
  }

  std::vector<Block> blocks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0, used_ = 0;
};

}  // namespace elman
