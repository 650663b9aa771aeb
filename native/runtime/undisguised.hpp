// What was looked at for disguises and is none, so that it need not be looked at again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "runtime/string_table.hpp"

namespace elman {

// Short runs of characters that were looked at and are no disguise; some of them, the last that were met.
class Undisguised {
 public:
  static constexpr std::size_t kOverread = 16;  // readable bytes behind the start of every run

  bool contains(std::string_view run) const {
    const Run key = written(run);
    return run.size() <= kLongest && runs_[place(key)] == key;
  }
  void add(std::string_view run) {
    const Run key = written(run);
    if (run.size() <= kLongest) runs_[place(key)] = key;
  }

 private:
  static constexpr std::size_t kLongest = 16, kEntries = 1 << 12;
  struct Run {
    std::uint64_t low = 0, high = 0;
    std::size_t length = 0;
    bool operator==(const Run& other) const {
      return ((low ^ other.low) | (high ^ other.high) | (length ^ other.length)) == 0;
    }
  };
  static Run written(std::string_view run) {
    std::uint64_t bytes[2];  // always sixteen, even past the end, so that no branch depends on the length
    std::memcpy(bytes, run.data(), sizeof bytes);
    const std::size_t bits = 8 * std::min(run.size(), kLongest);
    return {bytes[0] & lowest_bits(bits), bytes[1] & lowest_bits(bits > 64 ? bits - 64 : 0), run.size()};
  }
  static std::size_t place(const Run& key) { return mixed(key.low, key.high ^ key.length) % kEntries; }

  std::vector<Run> runs_ = std::vector<Run>(kEntries);
};

}  // namespace elman
