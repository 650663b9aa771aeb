// A model's features and their ids, and what a piece of text has of them: `elman.text.features` and `vocabulary`.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/string_table.hpp"
#include "runtime/surface.hpp"
#include "runtime/text_settings.hpp"
#include "runtime/token.hpp"

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

  // A word as pairs know it: its number, and where to look for the pairs that it ends.
  struct Word {
    std::uint32_t number = kNone;  // kNone if no pair has it
    std::uint32_t first_pair = 0, mask = 0;
  };

  // The word of `context` as above.
  Word pair_word(std::u32string_view context) const;
  std::uint32_t pair_start() const { return pair_start_; }  // the number of the text's start

  // Gives the id of the pair of the word with such a number and another one behind it, or kNone, if that is known at the
  // first look, and tells whether it is, without a branch.
  bool glance(std::uint32_t previous, const Word& word, std::uint32_t& id) const {
    const Pair& pair = pairs_[word.first_pair + (first_place(previous) & word.mask)];
    id = pair.id;
    return (pair.previous == previous) | (pair.previous == kFree);
  }

  // The id of such a pair, or kNone.
  std::uint32_t pair_id(std::uint32_t previous, const Word& word) const;

  // The id of a surface token.
  std::uint32_t surface_id(std::size_t which, std::size_t bin) const;

 private:
  static constexpr std::size_t kUsualBins = 64;
  static constexpr std::uint32_t kFree = kNone - 1;
  std::uint32_t named_bin(std::size_t which, std::size_t bin) const;
  void list_pairs();

  TextSettings settings_;
  std::shared_ptr<const StringTable> features_;
  StringTable pair_words_;
  std::uint32_t pair_start_ = kNone;
  struct Pair {
    std::uint32_t previous = kFree;  // the first word's number
    std::uint32_t id = kNone;
  };
  static std::uint32_t first_place(std::uint32_t previous) {
    return static_cast<std::uint32_t>(previous * std::uint64_t{0x9e3779b97f4a7c15} >> 32);
  }

  // For each second word a table by itself, so that what a text needs stands close together: open addressing, a power of
  // two, at least three quarters of it free, since most words that follow each other are no pair. The first place is that
  // of all words that end no pair.
  std::vector<Pair> pairs_ = std::vector<Pair>(1);
  std::vector<Word> words_;  // by their numbers
  std::array<std::array<std::uint32_t, kUsualBins>, kSurfaceNames.size()> surface_ids_{};
};

}  // namespace elman
