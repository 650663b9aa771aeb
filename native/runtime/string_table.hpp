// A set of byte strings, numbered in the order in which they were added: open addressing, nothing is ever taken out.
#pragma once

#include <bit>
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

// Two numbers folded into one by their 128-bit product; a zero makes the other void.
inline std::uint64_t folded(std::uint64_t one, std::uint64_t other) {
  const auto product = static_cast<unsigned __int128>(one) * other;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// The same, but only one value of each makes the result independent of the other.
inline std::uint64_t mixed(std::uint64_t one, std::uint64_t other) {
  return folded(one ^ 0x9e3779b97f4a7c15u, other ^ 0xd6e8feb86659fd93u);
}

// Short strings are compared as numbers, of which the lowest bits are the first bytes.
static_assert(std::endian::native == std::endian::little);

constexpr std::uint64_t lowest_bits(std::size_t count) {
  return count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

// A string's place in a table; `start` is a number drawn at random for each table whose strings strangers choose.
std::uint64_t hash_of(std::string_view key, std::uint64_t start = 0);

class StringTable {
 public:
  StringTable() : slots_(16) {}

  // Makes room for so many strings in all, of so many bytes together.
  void reserve(std::size_t count, std::size_t bytes = 0);

  // Adds a string under the next number; gives the number that it has then, which is another if it was there before.
  std::uint32_t add(std::string_view key);

  // Leaves out a number: no string has it.
  void skip() { ends_.push_back(static_cast<std::uint32_t>(bytes_.size())); }

  // The number of a string, or none.
  std::optional<std::uint32_t> find(std::string_view key) const;

  // The string that has a number, below `size`; an empty one if none has.
  std::string_view operator[](std::size_t number) const {
    const std::size_t start = number == 0 ? 0 : ends_[number - 1];
    return {bytes_.data() + start, ends_[number] - start};
  }

  bool contains(std::string_view key) const { return find(key).has_value(); }
  bool empty() const { return ends_.empty(); }
  std::size_t size() const { return ends_.size(); }  // of numbers, those left out included

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;
  struct Slot {
    std::uint32_t hash = 0, number = kFree;
  };

  std::size_t slot_of(std::string_view key, std::uint64_t hash) const;
  void grow(std::size_t slots);

  std::vector<Slot> slots_;  // a power of two, at most half of them used
  std::string bytes_;
  std::vector<std::uint32_t> ends_;  // of each string among the bytes
};

}  // namespace elman
