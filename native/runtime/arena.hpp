// Memory that is handed out in aligned parts and taken back all at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace elman {

class Arena {
 public:
  static constexpr std::size_t kAlignment = 64;

  void* allocate(std::size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left_) {
      left_ = std::max(bytes, kBlock);
      blocks_.emplace_back(::operator new(left_, std::align_val_t{kAlignment}));
      free_ = static_cast<std::byte*>(blocks_.back().get());
      used_ += left_;
    }
    void* taken = free_;
    free_ += bytes;
    left_ -= bytes;
    return taken;
  }

  std::size_t used() const { return used_; }

  void clear() {
    blocks_.clear();
    free_ = nullptr;
    left_ = used_ = 0;
  }

 private:
  static constexpr std::size_t kBlock = 1 << 18;
  struct Free {
    void operator()(void* block) const { ::operator delete(block, std::align_val_t{kAlignment}); }
  };
  std::vector<std::unique_ptr<void, Free>> blocks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0, used_ = 0;
};

}  // namespace elman
