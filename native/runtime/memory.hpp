// What one thread remembers of the pieces of text it has met: their features and the rows that the network reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arena.hpp"
#include "dictionary.hpp"
#include "linear.hpp"
#include "network.hpp"
#include "token.hpp"

namespace elman {

// A piece in its context that was met before.
struct alignas(64) Piece {
  std::uint64_t low = 0, high = 0;  // the bytes of its context
  std::uint32_t length = 0;         // of its context
  std::uint32_t number = kNone;     // no other piece has it; kNone if it is not remembered
  std::uint32_t word = kNone;       // as pairs know it
  Token token;                      // without a pair; of no features if none is known
};

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

  static Key key(std::string_view context) {
    const std::size_t length = context.size();
    const std::uint64_t low = first_bytes(context.data(), length);
    const std::uint64_t high = length > 8 ? first_bytes(context.data() + 8, length - 8) : 0;
    return {low, high, mixed(low, high ^ length), static_cast<std::uint32_t>(length)};
  }

  // Brings the memory near in which a key will be looked for; what is found there is brought near by the second.
  void prefetch(const Key& key) const { __builtin_prefetch(&slots_[key.hash & (slots_.size() - 1)]); }
  void prefetch_piece(const Key& key) const {
    if (const Piece* piece = slots_[key.hash & (slots_.size() - 1)]) __builtin_prefetch(piece);
  }

  // The piece that stands in a context: itself between its two neighbours, white space being ' '.
  const Piece& piece(const Key& key, std::string_view context) {
    for (std::size_t place = key.hash & (slots_.size() - 1);; place = (place + 1) & (slots_.size() - 1)) {
      const Piece* known = slots_[place];
      if (known == nullptr) return remember(key, context);
      if (known->low == key.low && known->high == key.high && known->length == key.length) return *known;
    }
  }
  const Piece& long_piece(std::string_view context);  // of any length
  const Piece& piece(std::u32string_view context);

  // The token of a piece and the pair, which is known, with the word before it.
  const Token& paired(const Piece& piece, std::uint32_t pair_id) {
    if (piece.number == kNone) return make_pair(piece, pair_id, passing_);
    const std::uint64_t key = std::uint64_t{piece.number} << 32 | pair_id;
    for (std::size_t place = pair_place(key);; place = (place + 1) & (paired_.size() - 1)) {
      const Paired& known = paired_[place];
      if (known.key == key) return *known.token;
      if (known.token == nullptr) return remember_pair(key, piece, pair_id);
    }
  }

  // A token of a single feature.
  const Token& lone(std::uint32_t id) { return lone_[id].row != nullptr ? lone_[id] : remember_lone(id); }

  // A token of any features, at least one, good until the next text.
  Token passing(std::span<const std::uint32_t> ids) { return make(ids, passing_); }

  // Before each text: forgets what was passing, and everything if it has become too much; then whatever was handed out
  // is gone.
  void next_text();

  // Brings near what is read of a token.
  void prefetch(const Token& token) const {
    const auto* bytes = reinterpret_cast<const char*>(token.row);
    for (std::size_t line = 0; line < token_lines_; ++line) __builtin_prefetch(bytes + line * kLine);
  }

 private:
  static constexpr std::size_t kLine = 64;
  struct Paired {
    std::uint64_t key = 0;
    const Token* token = nullptr;
  };

  static std::uint64_t first_bytes(const char* from, std::size_t count) {  // reads 8 bytes, whatever the count
    std::uint64_t bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return count >= 8 ? bytes : bytes & ((std::uint64_t{1} << (8 * count)) - 1);
  }

  std::size_t pair_place(std::uint64_t key) const { return mixed(key, 0) & (paired_.size() - 1); }
  const Piece& remember(const Key& key, std::string_view context);
  const Token& remember_pair(std::uint64_t key, const Piece& piece, std::uint32_t pair_id);
  const Token& remember_lone(std::uint32_t id);
  const Piece& any_long_piece(const std::string& key, std::u32string_view context);
  Piece& make_piece(std::u32string_view context, Arena& arena);
  const Token& make_pair(const Piece& piece, std::uint32_t pair_id, Arena& arena);
  Token make(std::span<const std::uint32_t> ids, Arena& arena) const;
  void forget();
  void grow_pieces();
  void grow_pairs();

  const Dictionary& dictionary_;
  const Network& network_;
  const LinearReader* linear_;
  std::size_t token_lines_;
  Arena kept_, passing_;
  std::vector<Piece*> slots_;   // open addressing; a power of two, at most half of them used
  std::vector<Paired> paired_;  // likewise
  std::unordered_map<std::string, const Piece*> long_;  // by the bytes of their contexts
  std::vector<Token> lone_;     // by feature; without a row until it is asked for
  std::uint32_t numbers_ = 0;   // of pieces given out
  std::size_t pieces_ = 0, pairs_ = 0;  // in the two tables
  std::vector<std::uint32_t> found_;
};

}  // namespace elman
