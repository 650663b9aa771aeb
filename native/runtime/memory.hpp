// What one thread remembers of the pieces of text it has met: their features and the rows that the network reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dictionary.hpp"
#include "network.hpp"
#include "token.hpp"

namespace elman {

// A piece in its context that was met before.
struct Piece {
  std::uint64_t low = 0, high = 0;  // the bytes of its context
  std::uint32_t length = 0;         // of its context
  std::uint32_t word = kNone;       // as pairs know it
  Token token;                      // without a pair; of no features if none is known
};

class Memory {
 public:
  static constexpr std::size_t kOverread = 16;  // readable bytes behind every context

  Memory(const Dictionary& dictionary, const Network& network);

  // The piece that stands in a context: itself between its two neighbours, white space being ' '.
  const Piece& piece(std::string_view context);

  // A token of a single feature.
  const Token& lone(std::uint32_t id);

  // What is known of any features, at least one; the network may embed none of them.
  Token token(std::span<const std::uint32_t> ids);

  // A token as the network reads it, of what is known of its piece and of its pair, which may be kNone: where the
  // network embeds nothing of the two, it hears the unknown feature.
  Token whole(const Token& piece, std::uint32_t pair);

  // Forgets everything if it has become too much; whatever was handed out is gone then.
  void forget_if_full();

 private:
  void* allocate(std::size_t bytes);
  Piece& new_piece(std::string_view context);
  void grow();

  const Dictionary& dictionary_;
  const Network& network_;
  std::vector<Piece*> slots_;  // open addressing; a power of two, at most half of them used
  std::size_t pieces_ = 0;
  std::vector<Token> lone_;           // by feature; without a row until it is asked for
  std::vector<std::uint32_t> all_ids_;  // 0, 1, 2, ...: the only feature of each lone token
  std::vector<std::uint32_t> found_, heard_;
  struct Free {
    void operator()(void* block) const;
  };
  std::vector<std::unique_ptr<void, Free>> blocks_;
  std::byte* free_ = nullptr;
  std::size_t left_ = 0, used_ = 0;
};

}  // namespace elman
