// A model's features and their ids, and what a piece of text has of them: `elman.text.features` and `vocabulary`.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "string_table.hpp"
#include "surface.hpp"
#include "text_settings.hpp"
#include "token.hpp"

namespace elman {

inline constexpr std::uint32_t kPadId = 0, kUnknownId = 1, kReserved = 2;

class Dictionary {
 public:
  // Features, in UTF-8, have their ids in the order of their numbers, from 2 on.
  Dictionary(const TextSettings& settings, std::shared_ptr<const StringTable> features);

  std::uint32_t size() const { return kReserved + static_cast<std::uint32_t>(features_->size()); }

  // The id of a token that is its own only feature, in UTF-8.
  std::uint32_t token_id(std::string_view token) const;

  // Appends the ids of a piece's features that are known, each once. `context` is the piece between its neighbours,
  // white space being ' '.
  void append_features(std::u32string_view context, std::vector<std::uint32_t>& ids) const;

  // The number of a word as pairs know it, of `context` as above or of the text's start; kNone if no pair has it.
  std::uint32_t pair_word(std::u32string_view context) const;
  std::uint32_t pair_start() const { return pair_start_; }

  // The id of the pair of two such words, or kNone.
  std::uint32_t pair_id(std::uint32_t previous, std::uint32_t word) const {
    if (previous == kNone || word == kNone) return kNone;
    const std::uint64_t key = std::uint64_t{previous} << 32 | word;
    std::size_t place = mixed(key) & (pairs_.size() - 1);
    while (pairs_[place].key != key && pairs_[place].key != kFree) place = (place + 1) & (pairs_.size() - 1);
    return pairs_[place].id;
  }

  // The id of a surface token.
  std::uint32_t surface_id(std::size_t which, std::size_t bin) const;

 private:
  static constexpr std::size_t kUsualBins = 64;
  static constexpr std::uint64_t kFree = UINT64_MAX;
  std::uint32_t named_bin(std::size_t which, std::size_t bin) const;
  void list_pairs();

  TextSettings settings_;
  std::shared_ptr<const StringTable> features_;
  StringTable pair_words_;
  std::uint32_t pair_start_ = kNone;
  struct Pair {
    std::uint64_t key = kFree;
    std::uint32_t id = kNone;
  };
  std::vector<Pair> pairs_;  // open addressing; a power of two, at least half of them free
  std::array<std::array<std::uint32_t, kUsualBins>, kSurfaceNames.size()> surface_ids_{};
};

}  // namespace elman
