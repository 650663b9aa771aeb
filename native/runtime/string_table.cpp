#include "runtime/string_table.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace elman {

namespace {

template <typename Number>
std::uint64_t read(const char* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return number;
}

// The bytes of a string shorter than 9, as a number that no other of its length has.
std::uint64_t short_bytes(const char* from, std::size_t count) {
  if (count >= 4) return read<std::uint32_t>(from) | read<std::uint32_t>(from + count - 4) << 32;
  if (count == 0) return 0;
  return read<std::uint8_t>(from) | read<std::uint8_t>(from + count / 2) << 8 |
         read<std::uint8_t>(from + count - 1) << 16;
}

}  // namespace

std::uint64_t hash_of(std::string_view key, std::uint64_t start) {
  std::uint64_t hash = start ^ key.size();
  const char* from = key.data();
  std::size_t left = key.size();
  for (; left > 8; from += 8, left -= 8) hash = mixed(hash, read<std::uint64_t>(from));
  return mixed(hash, short_bytes(from, left));
}

std::size_t StringTable::slot_of(std::string_view key, std::uint64_t hash) const {
  std::size_t place = hash & (slots_.size() - 1);
  while (slots_[place].number != kFree) {
    if (slots_[place].hash == static_cast<std::uint32_t>(hash >> 32) && (*this)[slots_[place].number] == key) break;
    place = (place + 1) & (slots_.size() - 1);
  }
  return place;
}

void StringTable::reserve(std::size_t count, std::size_t bytes) {
  if (2 * count > slots_.size()) grow(std::bit_ceil(2 * count));
  ends_.reserve(count);
  bytes_.reserve(bytes);
}

std::uint32_t StringTable::add(std::string_view key) {
  if (key.size() > UINT32_MAX - bytes_.size()) throw std::length_error("expected strings of less than 4 GiB together");
  if (2 * (size() + 1) > slots_.size()) grow(2 * slots_.size());
  const std::uint64_t hash = hash_of(key);
  Slot& slot = slots_[slot_of(key, hash)];
  if (slot.number == kFree) {
    slot = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(size())};
    bytes_ += key;
    skip();
  }
  return slot.number;
}

std::optional<std::uint32_t> StringTable::find(std::string_view key) const {
  const Slot& slot = slots_[slot_of(key, hash_of(key))];
  if (slot.number == kFree) return std::nullopt;
  return slot.number;
}

void StringTable::grow(std::size_t slots) {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(slots, Slot{});
  for (const Slot& slot : old) {
    if (slot.number == kFree) continue;
    const std::string_view key = (*this)[slot.number];
    slots_[slot_of(key, hash_of(key))] = slot;
  }
}

}  // namespace elman
