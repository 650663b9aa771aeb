#include "string_table.hpp"

#include <bit>

namespace elman {

namespace {

std::uint64_t hash_of(std::string_view key) {  // FNV-1a, mixed so that its low bits are as good as its high ones
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char each : key) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3u;
  return mixed(hash);
}

}  // namespace

std::size_t StringTable::slot_of(std::string_view key, std::uint64_t hash) const {
  std::size_t place = hash & (slots_.size() - 1);
  while (slots_[place].used) {
    const Slot& slot = slots_[place];
    if (slot.hash == static_cast<std::uint32_t>(hash >> 32) &&
        std::string_view(bytes_).substr(slot.start, slot.length) == key) {
      break;
    }
    place = (place + 1) & (slots_.size() - 1);
  }
  return place;
}

void StringTable::reserve(std::size_t count) {
  if (2 * count > slots_.size()) grow(std::bit_ceil(2 * count));
}

void StringTable::add(std::string_view key, std::uint32_t number) {
  if (2 * (size_ + 1) > slots_.size()) grow(2 * slots_.size());
  const std::uint64_t hash = hash_of(key);
  Slot& slot = slots_[slot_of(key, hash)];
  if (slot.used) return;
  slot = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(bytes_.size()),
          static_cast<std::uint32_t>(key.size()), number, true};
  bytes_ += key;
  ++size_;
}

std::optional<std::uint32_t> StringTable::find(std::string_view key) const {
  const Slot& slot = slots_[slot_of(key, hash_of(key))];
  if (!slot.used) return std::nullopt;
  return slot.number;
}

void StringTable::grow(std::size_t slots) {
  const std::vector<Slot> old = std::move(slots_);
  slots_.assign(slots, Slot{});
  for (const Slot& slot : old) {
    if (!slot.used) continue;
    const std::string_view key = std::string_view(bytes_).substr(slot.start, slot.length);
    slots_[slot_of(key, hash_of(key))] = slot;
  }
}

}  // namespace elman
