#include "memory.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <new>
#include <numeric>

namespace elman {

namespace {

constexpr std::size_t kMostBytes = 24 << 20, kBlock = 1 << 18, kAlignment = 64, kSlots = 1 << 12;
constexpr std::size_t kLongestKept = 16;  // bytes of a context that is found again

std::uint64_t first_bytes(const char* from, std::size_t count) {  // reads 8 bytes, whatever the count
  std::uint64_t bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  return count >= 8 ? bytes : bytes & ((std::uint64_t{1} << (8 * count)) - 1);
}

std::uint64_t hash_of(std::uint64_t low, std::uint64_t high, std::size_t length) {
  return mixed(low ^ (high * 0x9e3779b97f4a7c15u) ^ length);
}

}  // namespace

void Memory::Free::operator()(void* block) const { ::operator delete(block, std::align_val_t{kAlignment}); }

Memory::Memory(const Dictionary& dictionary, const Network& network)
    : dictionary_(dictionary), network_(network), slots_(kSlots), lone_(dictionary.size()), all_ids_(dictionary.size()) {
  std::iota(all_ids_.begin(), all_ids_.end(), 0u);
}

const Piece& Memory::piece(std::string_view context) {
  if (context.size() > kLongestKept) return new_piece(context);
  const std::uint64_t low = first_bytes(context.data(), context.size());
  const std::uint64_t high = context.size() > 8 ? first_bytes(context.data() + 8, context.size() - 8) : 0;
  std::size_t place = hash_of(low, high, context.size()) & (slots_.size() - 1);
  for (; slots_[place] != nullptr; place = (place + 1) & (slots_.size() - 1)) {
    const Piece& known = *slots_[place];
    if (known.low == low && known.high == high && known.length == context.size()) return known;
  }
  Piece& made = new_piece(context);
  made.low = low;
  made.high = high;
  slots_[place] = &made;
  if (2 * ++pieces_ > slots_.size()) grow();
  return made;
}

Piece& Memory::new_piece(std::string_view context) {
  found_.clear();
  dictionary_.append_features(context, found_);
  Piece& made = *new (allocate(sizeof(Piece))) Piece;
  made.length = static_cast<std::uint32_t>(context.size());
  made.word = dictionary_.pair_word(context);
  if (!found_.empty()) made.token = token(found_);
  return made;
}

const Token& Memory::lone(std::uint32_t id) {
  Token& known = lone_[id];
  if (known.sum == nullptr) {
    auto* row = static_cast<float*>(allocate(network_.row_width() * sizeof(float)));
    const std::uint32_t heard = network_.embeds(id) ? id : kUnknownId;
    network_.sum_rows({&all_ids_[heard], 1}, row);
    known = {row, nullptr, &all_ids_[id], 1, 1, kNone};
  }
  return known;
}

Token Memory::whole(const Token& piece, std::uint32_t pair) {
  Token token = piece;
  token.pair_id = pair;
  if (pair != kNone && network_.embeds(pair)) token.pair_sum = lone(pair).sum;
  if (token.heard == 0) {
    token.sum = token.pair_sum == nullptr ? lone(kUnknownId).sum : token.pair_sum;
    token.pair_sum = nullptr;
    token.heard = 1;
  }
  return token;
}

Token Memory::token(std::span<const std::uint32_t> ids) {
  if (ids.size() == 1) return lone(ids[0]);
  auto* row = static_cast<float*>(allocate(network_.row_width() * sizeof(float)));
  auto* kept = static_cast<std::uint32_t*>(allocate(ids.size_bytes()));
  std::copy(ids.begin(), ids.end(), kept);
  heard_.clear();
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(heard_), [&](std::uint32_t id) { return network_.embeds(id); });
  network_.sum_rows(heard_, row);
  return {row, nullptr, kept, static_cast<std::uint32_t>(ids.size()), static_cast<std::uint32_t>(heard_.size()), kNone};
}

void Memory::forget_if_full() {
  if (used_ <= kMostBytes) return;
  slots_.assign(kSlots, nullptr);
  std::fill(lone_.begin(), lone_.end(), Token{});
  blocks_.clear();
  pieces_ = left_ = used_ = 0;
}

void* Memory::allocate(std::size_t bytes) {
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

void Memory::grow() {
  std::vector<Piece*> old(2 * slots_.size());
  old.swap(slots_);
  for (Piece* each : old) {
    if (each == nullptr) continue;
    std::size_t place = hash_of(each->low, each->high, each->length) & (slots_.size() - 1);
    while (slots_[place] != nullptr) place = (place + 1) & (slots_.size() - 1);
    slots_[place] = each;
  }
}

}  // namespace elman
