// A set of byte strings, each with a number: open addressing, nothing is ever taken out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace elman {

inline std::uint64_t mixed(std::uint64_t value) {  // splitmix64's finalizer
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

// Two numbers folded into one by their 128-bit product; never the same for each value of either.
inline std::uint64_t mixed(std::uint64_t one, std::uint64_t other) {
  const auto product = static_cast<unsigned __int128>(one ^ 0x9e3779b97f4a7c15u) * (other ^ 0xd6e8feb86659fd93u);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

class StringTable {
 public:
  StringTable() : slots_(16) {}

  // Makes room for so many strings in all.
  void reserve(std::size_t count);

  // Adds a string under a number; a string that is there keeps the number it had.
  void add(std::string_view key, std::uint32_t number);

  // The number of a string, or none.
  std::optional<std::uint32_t> find(std::string_view key) const;

  bool contains(std::string_view key) const { return find(key).has_value(); }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint32_t hash = 0, start = 0, length = 0, number = 0;
    bool used = false;
  };

  std::size_t slot_of(std::string_view key, std::uint64_t hash) const;
  void grow(std::size_t slots);

  std::vector<Slot> slots_;  // a power of two, at most half of them used
  std::string bytes_;
  std::size_t size_ = 0;
};

}  // namespace elman
