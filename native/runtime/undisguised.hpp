// What was looked at for disguises and is none, so that it need not be looked at again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "string_table.hpp"

namespace elman {

// Short runs of characters that were looked at and are no disguise; some of them, the last that were met.
class Undisguised {
 public:
  bool contains(std::string_view run) const { return run.size() <= kLongest && entry(run) == written(run); }
  void add(std::string_view run) {
    if (run.size() <= kLongest) entry(run) = written(run);
  }

 private:
  static constexpr std::size_t kLongest = 16, kEntries = 1 << 10;
  struct Run {
    std::uint64_t low = 0, high = 0;
    std::size_t length = 0;
    bool operator==(const Run&) const = default;
  };
  static Run written(std::string_view run) {
    Run made;
    made.length = run.size();
    std::memcpy(&made.low, run.data(), std::min<std::size_t>(8, run.size()));
    if (run.size() > 8) std::memcpy(&made.high, run.data() + 8, run.size() - 8);
    return made;
  }
  Run& entry(std::string_view run) { return runs_[place(run)]; }
  const Run& entry(std::string_view run) const { return runs_[place(run)]; }
  static std::size_t place(std::string_view run) {
    const Run key = written(run);
    return mixed(key.low, key.high ^ key.length) % kEntries;
  }

  std::vector<Run> runs_ = std::vector<Run>(kEntries);
};

}  // namespace elman
