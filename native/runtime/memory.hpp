// What one thread remembers of the pieces of text it has met: their features and the rows that the network reads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/arena.hpp"
#include "runtime/dictionary.hpp"
#include "runtime/huge_pages.hpp"
#include "runtime/linear.hpp"
#include "runtime/network.hpp"
#include "runtime/token.hpp"

namespace elman {

// A piece in its context that was met before; one line of the processor's memory.
struct alignas(64) Piece {
  std::uint64_t low = 0, high = 0;  // the bytes of its context
  std::uint32_t length = 0;         // of its context; 0 in a free place
  std::uint32_t number = kNone;     // no other piece has it; kNone if it is not remembered
  Dictionary::Word word;            // as pairs know it
  Token token;                      // without a pair; null if no feature is known
};
static_assert(sizeof(Piece) == 64);

class Memory {
 public:
  static constexpr std::size_t kOverread = 16;  // readable bytes behind every context
  static constexpr std::size_t kLongestKey = 16;

  // A context of at most `kLongestKey` characters of one byte, and where to look for it.
  struct Key {
    std::uint64_t low, high, hash;
    std::uint32_t length;
  };

  // `linear` may be null.
  Memory(const Dictionary& dictionary, const Network& network, const LinearReader* linear);

  Key key(std::string_view context) const {
    const std::size_t length = context.size();
    std::uint64_t bytes[2];  // always sixteen, even past the end, so that no branch depends on the length
    std::memcpy(bytes, context.data(), sizeof bytes);
    const auto& mask = kMasks[std::min(length, kLongestKey)];
    const std::uint64_t low = bytes[0] & mask[0], high = bytes[1] & mask[1];
    return {low, high, place_of(low, high, length), static_cast<std::uint32_t>(length)};
  }

  // Brings the memory near in which a key will be looked for.
  void prefetch(const Key& key) const { __builtin_prefetch(&pieces_[key.hash & (pieces_.size() - 1)]); }

  // Makes room for so many pieces more: as long as no others come, those that are handed out stay where they are.
  void make_room(std::size_t count) {
    while (3 * (used_pieces_ + count) > pieces_.size()) grow_pieces();
  }

  // Gives the piece of a key, if it is found at the first look, and tells whether it is, without a branch.
  bool glance(const Key& key, const Piece*& piece) const {
    piece = &pieces_[key.hash & (pieces_.size() - 1)];
    return ((piece->low ^ key.low) | (piece->high ^ key.high) | (piece->length ^ key.length)) == 0;
  }

  // The piece that stands in a context: itself between its two neighbours, white space being ' '.
  const Piece& piece(const Key& key, std::string_view context) {
    for (std::size_t place = key.hash & (pieces_.size() - 1);; place = (place + 1) & (pieces_.size() - 1)) {
      const Piece& known = pieces_[place];
      if (known.low == key.low && known.high == key.high && known.length == key.length) return known;
      if (known.length == 0) return remember(key, context, pieces_[place]);
    }
  }
  const Piece& long_piece(std::string_view context);  // of any length
  const Piece& piece(std::u32string_view context);

  // Whether the pair of a piece with the word before it, if any, leaves the piece's row and set of features as they are:
  // the network has no vector for it, and the linear reader takes it beside them.
  bool is_beside(std::uint32_t pair_id) const { return pair_id >= first_beside_; }

  // The token of a piece and a pair that is not beside it.
  Token paired(const Piece& piece, std::uint32_t pair_id) {
    if (piece.number == kNone) return make_pair(piece, pair_id, passing_[turn_]);
    const std::uint64_t key = pair_key(piece, pair_id);
    for (std::size_t place = pair_place(key);; place = (place + 1) & (paired_.size() - 1)) {
      const Paired& known = paired_[place];
      if (known.key == key && known.row != nullptr) return token_at(known.row);
      if (known.row == nullptr) return remember_pair(key, piece, pair_id);
    }
  }

  // A token of a single feature.
  Token lone(std::uint32_t id) { return token_at(lone_[id] != nullptr ? lone_[id] : remember_lone(id)); }

  // A token of any features, at least one, good until the text after the next.
  Token passing(std::span<const std::uint32_t> ids) { return token_at(make(ids, passing_[turn_])); }

  std::span<const std::uint32_t> ids_of(const Token& token) const;

  // The most features that the linear reader read of any token so far, its pair not counted.
  std::size_t most_read() const { return most_read_; }

  // Before each text: forgets what was passing before the last one.
  void next_text() {
    turn_ = 1 - turn_;
    passing_[turn_].clear();
  }

  // Whether it has become too much; forgets everything, and whatever was handed out is gone.
  bool is_full() const;
  void forget();

  // Brings near what is read of a token.
  void prefetch(const Token& token) const { prefetch(token.row, kLine); }

  // Brings near what is read of a piece and the pair of it with the word before it: of the piece's token, or of where the
  // pair's own will be looked for. No branch can predict which of them it is.
  void prefetch(const Piece& piece, std::uint32_t pair_id) const {
    const bool beside = is_beside(pair_id);
    const void* place = &paired_[pair_place(pair_key(piece, pair_id))];
    prefetch(beside ? piece.token.row : place, beside ? kLine : 0);
    if (linear_ != nullptr) linear_->prefetch(pair_id);
  }

 private:
  using Masks = std::array<std::array<std::uint64_t, 2>, kLongestKey + 1>;
  static constexpr Masks masks() {
    Masks all{};
    for (std::size_t bytes = 0; bytes <= kLongestKey; ++bytes) {
      all[bytes] = {lowest_bits(8 * bytes), lowest_bits(bytes > 8 ? 8 * bytes - 64 : 0)};
    }
    return all;
  }
  static const Masks kMasks;  // the bits of the first few bytes of sixteen
  // Where two numbers are looked for first. Whoever writes the texts does not know the secret, and so cannot choose words
  // that all have the same place.
  std::uint64_t place_of(std::uint64_t low, std::uint64_t high, std::size_t length) const {
    return folded(low ^ secret_[0], high ^ length ^ secret_[1]);
  }
  static std::array<std::uint64_t, 2> draw_secret() {
    std::random_device draw;
    const auto number = [&] { return std::uint64_t{draw()} << 32 | draw(); };
    return {number(), number()};
  }
  struct KeyHash {
    std::uint64_t secret;
    std::size_t operator()(const std::string& key) const { return hash_of(key, secret); }
  };

  static constexpr std::size_t kLine = 64;
  struct Paired {
    std::uint64_t key = 0;
    const float* row = nullptr;
  };
  struct Store {
    Arena rows;    // of tokens, and their features behind them
    Arena others;  // what is seldom asked for: their ids, and pieces that are too long to be looked up
    void clear() {
      rows.clear();
      others.clear();
    }
  };

  void prefetch(const void* start, std::size_t step) const {
    const auto* bytes = static_cast<const char*>(start);
    for (std::size_t line = 0; line < token_lines_; ++line, bytes += step) __builtin_prefetch(bytes);
  }
  std::size_t pair_place(std::uint64_t key) const { return place_of(key, 0, 0) & (paired_.size() - 1); }
  static std::uint64_t pair_key(const Piece& piece, std::uint32_t pair_id) {
    return std::uint64_t{piece.number} << 32 | pair_id;
  }
  // The token whose row is there: its features stand behind it.
  Token token_at(const float* row) const {
    return {row, linear_ == nullptr ? nullptr : reinterpret_cast<const FeatureSet*>(row + row_width_)};
  }
  const Piece& remember(const Key& key, std::string_view context, Piece& place);
  Token remember_pair(std::uint64_t key, const Piece& piece, std::uint32_t pair_id);
  const float* remember_lone(std::uint32_t id);
  const Piece& any_long_piece(const std::string& key, std::u32string_view context);
  void make_piece(std::u32string_view context, Store& store, Piece& made);
  Token make_pair(const Piece& piece, std::uint32_t pair_id, Store& store);
  const float* make(std::span<const std::uint32_t> ids, Store& store);
  void grow_pieces();
  void grow_pairs();

  const std::array<std::uint64_t, 2> secret_ = draw_secret();
  const Dictionary& dictionary_;
  const Network& network_;
  const LinearReader* linear_;
  std::size_t row_width_, token_lines_;
  std::uint32_t first_beside_;
  Store kept_;
  std::array<Store, 2> passing_;
  std::size_t turn_ = 0;  // the one that is in use
  HugeVector<Piece> pieces_;   // open addressing; a power of two, at most a third of them used
  HugeVector<Paired> paired_;  // likewise
  std::unordered_map<std::string, const Piece*, KeyHash> long_;  // by the bytes of their contexts
  std::vector<const float*> lone_;  // by feature; null until it is asked for
  std::uint32_t numbers_ = 0;       // of pieces given out
  std::size_t most_read_ = 0;
  std::size_t used_pieces_ = 0, used_pairs_ = 0;
  std::size_t long_bytes_ = 0;  // about
  std::vector<std::uint32_t> found_;
};

inline constexpr Memory::Masks Memory::kMasks = Memory::masks();

}  // namespace elman
