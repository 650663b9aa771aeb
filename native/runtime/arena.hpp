// Memory that is handed out in aligned parts and taken back all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "runtime/huge_pages.hpp"

namespace elman {

class Arena {
 public:
  static constexpr std::size_t kAlignment = 64;

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
  static constexpr std::size_t kFirst = 1 << 18, kLater = kHugePage;
  struct Free {
    std::size_t bytes = 0;
    void operator()(std::byte* start) const { free_block(start, bytes, kAlignment); }
  };
  struct Block {
    std::unique_ptr<std::byte, Free> start;
    std::size_t size;
  };

  void add_block(std::size_t bytes) {
    const std::size_t size = std::max(bytes, blocks_.empty() ? kFirst : kLater);
    blocks_.push_back({{static_cast<std::byte*>(allocate_block(size, kAlignment)), Free{size}}, size});
    free_ = blocks_.back().start.get();
    left_ = size;
    used_ += size;
  }

  std::vector<Block> blocks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0, used_ = 0;
};

}  // namespace elman
