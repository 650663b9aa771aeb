#include "kernels/scratch.hpp"

#include <deque>
#include <iterator>
#include <mutex>
#include <new>

namespace elman {
namespace {

constexpr std::align_val_t alignment{64};
constexpr std::int64_t most_kept = std::int64_t{128} << 20;  // bytes

struct Block {
  std::int64_t bytes;
  void* start;
};

struct Kept {
  std::mutex mutex;
  std::deque<Block> blocks;  // the longest kept first
  std::int64_t bytes = 0;
};

Kept& kept() {
  static Kept* const all = new Kept;  // never destroyed: a thread may still be at work when the process ends
  return *all;
}

void* taken(std::int64_t bytes) {
  Kept& all = kept();
  std::lock_guard lock(all.mutex);
  for (auto block = all.blocks.rbegin(); block != all.blocks.rend(); ++block) {
    if (block->bytes != bytes) continue;
    void* const start = block->start;
    all.blocks.erase(std::next(block).base());
    all.bytes -= bytes;
    return start;
  }
  return nullptr;
}

}  // namespace

Scratch::Scratch(std::int64_t floats) : bytes_(floats * static_cast<std::int64_t>(sizeof(float))) {
  void* start = taken(bytes_);
  if (start == nullptr) start = ::operator new(static_cast<std::size_t>(bytes_), alignment);
  floats_ = static_cast<float*>(start);
}

Scratch::~Scratch() {
  if (bytes_ > most_kept) {  // for it, all others would have to go
    ::operator delete(floats_, alignment);
    return;
  }
  Kept& all = kept();
  std::lock_guard lock(all.mutex);
  try {
    all.blocks.push_back({bytes_, floats_});
  } catch (const std::bad_alloc&) {
    ::operator delete(floats_, alignment);
    return;
  }
  all.bytes += bytes_;
  while (all.bytes > most_kept) {
    ::operator delete(all.blocks.front().start, alignment);
    all.bytes -= all.blocks.front().bytes;
    all.blocks.pop_front();
  }
}

}  // namespace elman
