#include "memory.hpp"

#include <algorithm>
#include <new>

#include "utf8.hpp"

namespace elman {

namespace {

constexpr std::size_t kMostBytes = 24 << 20, kSlots = 1 << 12;
constexpr std::size_t kLongestKept = 256;  // bytes of a context that is found again
constexpr char kNarrow = 'n', kWide = 'w';  // what a context of one byte a character, or of four, is known by

std::u32string widened(std::string_view context) {
  std::u32string wide;
  for (const char each : context) wide += code_of(each);
  return wide;
}

}  // namespace

Memory::Memory(const Dictionary& dictionary, const Network& network, const LinearReader* linear)
    : dictionary_(dictionary),
      network_(network),
      linear_(linear),
      token_lines_((network.row_width() * sizeof(float) + (linear == nullptr ? 0 : sizeof(FeatureSet) + kLine)) / kLine),
      slots_(kSlots),
      paired_(kSlots),
      lone_(dictionary.size()) {}

const Piece& Memory::remember(const Key& key, std::string_view context) {
  Piece& made = make_piece(widened(context), kept_);
  made.number = numbers_++;
  made.low = key.low;
  made.high = key.high;
  made.length = key.length;
  if (2 * ++pieces_ > slots_.size()) grow_pieces();
  std::size_t place = key.hash & (slots_.size() - 1);
  while (slots_[place] != nullptr) place = (place + 1) & (slots_.size() - 1);
  slots_[place] = &made;
  return made;
}

const Piece& Memory::long_piece(std::string_view context) {
  return any_long_piece(kNarrow + std::string(context), widened(context));
}

const Piece& Memory::piece(std::u32string_view context) {
  if (std::all_of(context.begin(), context.end(), [](char32_t each) { return each < 256; })) {
    std::string narrow(context.size() + kOverread, ' ');
    std::copy(context.begin(), context.end(), narrow.begin());
    const std::string_view same = std::string_view(narrow).substr(0, context.size());
    return same.size() > kLongestKey ? long_piece(same) : piece(key(same), same);
  }
  const std::string_view bytes(reinterpret_cast<const char*>(context.data()), context.size() * sizeof(char32_t));
  return any_long_piece(kWide + std::string(bytes), context);
}

const Piece& Memory::any_long_piece(const std::string& key, std::u32string_view context) {
  if (key.size() > kLongestKept) return make_piece(context, passing_);
  if (const auto known = long_.find(key); known != long_.end()) return *known->second;
  Piece& made = make_piece(context, kept_);
  made.number = numbers_++;
  long_.emplace(key, &made);
  return made;
}

Piece& Memory::make_piece(std::u32string_view context, Arena& arena) {
  found_.clear();
  dictionary_.append_features(context, found_);
  Piece& made = *new (arena.allocate(sizeof(Piece))) Piece;
  made.word = dictionary_.pair_word(context);
  if (!found_.empty()) made.token = make(found_, arena);
  return made;
}

const Token& Memory::remember_pair(std::uint64_t key, const Piece& piece, std::uint32_t pair_id) {
  const Token& made = make_pair(piece, pair_id, kept_);
  if (2 * ++pairs_ > paired_.size()) grow_pairs();
  std::size_t place = pair_place(key);
  while (paired_[place].token != nullptr) place = (place + 1) & (paired_.size() - 1);
  paired_[place] = {key, &made};
  return made;
}

const Token& Memory::make_pair(const Piece& piece, std::uint32_t pair_id, Arena& arena) {
  found_.assign(piece.token.ids, piece.token.ids + piece.token.count);
  found_.push_back(pair_id);
  return *new (arena.allocate(sizeof(Token))) Token(make(found_, arena));
}

const Token& Memory::remember_lone(std::uint32_t id) { return lone_[id] = make({&id, 1}, kept_); }

// The row, the features behind it, and the ids.
Token Memory::make(std::span<const std::uint32_t> ids, Arena& arena) const {
  const std::size_t row_bytes = network_.row_width() * sizeof(float);
  const std::size_t set_bytes = linear_ == nullptr ? 0 : linear_->set_bytes(ids);
  auto* block = static_cast<std::byte*>(arena.allocate(row_bytes + set_bytes + ids.size_bytes()));
  Token token;
  auto* row = reinterpret_cast<float*>(block);
  network_.make_row(ids, row);
  token.row = row;
  if (linear_ != nullptr) token.features = linear_->make_set(ids, block + row_bytes);
  auto* kept = reinterpret_cast<std::uint32_t*>(block + row_bytes + set_bytes);
  std::copy(ids.begin(), ids.end(), kept);
  token.ids = kept;
  token.count = static_cast<std::uint32_t>(ids.size());
  return token;
}

void Memory::next_text() {
  if (passing_.used() > 0) passing_.clear();
  if (kept_.used() > kMostBytes) forget();
}

void Memory::forget() {
  kept_.clear();
  slots_.assign(kSlots, nullptr);
  paired_.assign(kSlots, Paired{});
  long_.clear();
  std::fill(lone_.begin(), lone_.end(), Token{});
  numbers_ = 0;
  pieces_ = pairs_ = 0;
}

void Memory::grow_pieces() {
  std::vector<Piece*> old(2 * slots_.size());
  old.swap(slots_);
  for (Piece* each : old) {
    if (each == nullptr) continue;
    std::size_t place = mixed(each->low, each->high ^ each->length) & (slots_.size() - 1);
    while (slots_[place] != nullptr) place = (place + 1) & (slots_.size() - 1);
    slots_[place] = each;
  }
}

void Memory::grow_pairs() {
  std::vector<Paired> old(2 * paired_.size());
  old.swap(paired_);
  for (const Paired& each : old) {
    if (each.token == nullptr) continue;
    std::size_t place = pair_place(each.key);
    while (paired_[place].token != nullptr) place = (place + 1) & (paired_.size() - 1);
    paired_[place] = each;
  }
}

}  // namespace elman
