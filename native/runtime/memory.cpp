#include "runtime/memory.hpp"

#include <algorithm>
#include <new>

#include "runtime/utf8.hpp"

namespace elman {

namespace {

constexpr std::size_t kMostBytes = 48 << 20, kPlaces = 1 << 12;
constexpr std::size_t kLongestKept = 256;  // bytes of a context that is found again
constexpr std::size_t kUsualSet = 40;  // bytes of most sets of features
constexpr char kNarrow = 'n', kWide = 'w';  // what a context of one byte a character, or of four, is known by

}  // namespace

Memory::Memory(const Dictionary& dictionary, const Network& network, const LinearReader* linear)
    : dictionary_(dictionary),
      network_(network),
      linear_(linear),
      row_width_(network.row_width()),
      token_lines_((row_width_ * sizeof(float) + (linear == nullptr ? 0 : kUsualSet)) / kLine + 1),
      first_beside_(network.vocab_size()),
      pieces_(kPlaces),
      paired_(kPlaces),
      long_(0, KeyHash{secret_[0]}),
      lone_(dictionary.size()) {}

const Piece& Memory::remember(const Key& key, std::string_view context, Piece& place) {
  make_piece(code_points(context), kept_, place);
  place.number = numbers_++;
  place.low = key.low;
  place.high = key.high;
  place.length = key.length;
  ++used_pieces_;
  return place;
}

const Piece& Memory::long_piece(std::string_view context) {
  return any_long_piece(kNarrow + std::string(context), code_points(context));
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
  const bool kept = key.size() <= kLongestKept;
  if (kept) {
    if (const auto known = long_.find(key); known != long_.end()) return *known->second;
  }
  Store& store = kept ? kept_ : passing_[turn_];
  Piece& made = *new (store.others.allocate(sizeof(Piece))) Piece;
  make_piece(context, store, made);
  if (kept) {
    made.number = numbers_++;
    long_.emplace(key, &made);
    long_bytes_ += sizeof(*long_.begin()) + key.capacity() + 4 * sizeof(void*);  // with what a node of a map is made of
  }
  return made;
}

void Memory::make_piece(std::u32string_view context, Store& store, Piece& made) {
  found_.clear();
  dictionary_.append_features(context, found_);
  made.word = dictionary_.pair_word(context);
  if (!found_.empty()) made.token = token_at(make(found_, store));
}

Token Memory::remember_pair(std::uint64_t key, const Piece& piece, std::uint32_t pair_id) {
  const Token made = make_pair(piece, pair_id, kept_);
  if (3 * ++used_pairs_ > paired_.size()) grow_pairs();
  std::size_t place = pair_place(key);
  while (paired_[place].row != nullptr) place = (place + 1) & (paired_.size() - 1);
  paired_[place] = {key, made.row};
  return made;
}

Token Memory::make_pair(const Piece& piece, std::uint32_t pair_id, Store& store) {
  const auto ids = ids_of(piece.token);
  found_.assign(ids.begin(), ids.end());
  found_.push_back(pair_id);
  return token_at(make(found_, store));
}

const float* Memory::remember_lone(std::uint32_t id) { return lone_[id] = make({&id, 1}, kept_); }

// The row, the features behind it, and behind those where the ids are: how many of them, and then each.
const float* Memory::make(std::span<const std::uint32_t> ids, Store& store) {
  auto* const kept = static_cast<std::uint32_t*>(store.others.allocate((1 + ids.size()) * sizeof ids[0]));
  *kept = static_cast<std::uint32_t>(ids.size());
  std::copy(ids.begin(), ids.end(), kept + 1);
  const std::size_t row_bytes = row_width_ * sizeof(float);
  const std::size_t set_bytes = linear_ == nullptr ? 0 : linear_->set_bytes(ids);
  auto* const block = static_cast<std::byte*>(store.rows.allocate(row_bytes + set_bytes + sizeof kept));
  auto* const row = reinterpret_cast<float*>(block);
  network_.make_row(ids, row);
  if (linear_ != nullptr) {
    most_read_ = std::max<std::size_t>(most_read_, linear_->make_set(ids, block + row_bytes)->count);
  }
  std::memcpy(block + row_bytes + set_bytes, &kept, sizeof kept);
  return row;
}

std::span<const std::uint32_t> Memory::ids_of(const Token& token) const {
  const auto* behind = token.features == nullptr ? reinterpret_cast<const std::byte*>(token.row + row_width_)
                                                 : linear_->end_of(*token.features);
  const std::uint32_t* ids;
  std::memcpy(&ids, behind, sizeof ids);
  return {ids + 1, *ids};
}

bool Memory::is_full() const {
  const std::size_t tables = pieces_.size() * sizeof(Piece) + paired_.size() * sizeof(Paired) + long_bytes_;
  return kept_.rows.used() + kept_.others.used() + tables > kMostBytes;
}

void Memory::forget() {
  kept_.clear();
  pieces_ = HugeVector<Piece>(kPlaces);
  paired_ = HugeVector<Paired>(kPlaces);
  long_.clear();
  long_bytes_ = 0;
  std::fill(lone_.begin(), lone_.end(), nullptr);
  numbers_ = 0;
  used_pieces_ = used_pairs_ = 0;
}

void Memory::grow_pieces() {
  HugeVector<Piece> old(2 * pieces_.size());
  old.swap(pieces_);
  for (const Piece& each : old) {
    if (each.length == 0) continue;
    std::size_t place = place_of(each.low, each.high, each.length) & (pieces_.size() - 1);
    while (pieces_[place].length != 0) place = (place + 1) & (pieces_.size() - 1);
    pieces_[place] = each;
  }
}

void Memory::grow_pairs() {
  HugeVector<Paired> old(2 * paired_.size());
  old.swap(paired_);
  for (const Paired& each : old) {
    if (each.row == nullptr) continue;
    std::size_t place = pair_place(each.key);
    while (paired_[place].row != nullptr) place = (place + 1) & (paired_.size() - 1);
    paired_[place] = each;
  }
}

}  // namespace elman
