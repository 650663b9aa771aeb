// The features of many texts, counted, and their tokens, numbered: what a vocabulary is chosen from and texts are
// encoded by. The same as `elman.text.census`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/cutter.hpp"
#include "runtime/undisguised.hpp"
#include "runtime/string_table.hpp"
#include "runtime/text_settings.hpp"

namespace elman {

using NamedTokens = std::vector<std::vector<std::string>>;

class Census {
 public:
  // Of the settings `max_length` does not count: every token of a text does.
  explicit Census(const TextSettings& settings);

  // Takes in a text all of whose characters are plain; see `Cutter`.
  void add(std::string_view text);
  void add(std::u32string_view text);

  // Takes in a text that was cut elsewhere: the features of each of its tokens, in UTF-8.
  void add(const NamedTokens& tokens);

  // Different features, in the order in which they first came, and how many tokens have each.
  const StringTable& features() const { return features_; }
  std::vector<std::int64_t> counts() const;

  // Tokens, different but for those that were cut elsewhere: how many features each has, and the numbers of these, one
  // token's after the other's.
  const std::vector<std::int32_t>& token_sizes() const { return token_sizes_; }
  const std::vector<std::int32_t>& token_features() const { return token_features_; }

  // Which of them stands where, one text after the other, and how many each text has.
  const std::vector<std::int32_t>& places() const { return places_; }
  const std::vector<std::int32_t>& lengths() const { return lengths_; }

 private:
  // What a piece in its context has by itself.
  struct Core {
    std::vector<std::uint32_t> features;
    std::string word;  // as pairs know it
    std::int64_t times = 0;
  };

  void add_cut();
  template <typename Char>
  void add_pieces(std::basic_string_view<Char> text);
  template <typename Char>
  std::uint32_t core_of(std::basic_string_view<Char> text, std::size_t piece);
  std::uint32_t counted_feature(std::string_view feature);
  void place_token(std::uint32_t core, std::uint32_t feature);
  std::int32_t next_token() const { return static_cast<std::int32_t>(token_sizes_.size()); }

  TextSettings settings_;
  Cutter cutter_;
  Cut cut_;
  Undisguised undisguised_;
  StringTable features_, contexts_;
  std::vector<Core> cores_;  // of each context
  std::vector<std::int64_t> counts_;  // of each feature, those of cores not counted
  std::unordered_map<std::uint64_t, std::int32_t> tokens_;  // by core and feature beside it, either of which may be none
  std::vector<std::int32_t> token_sizes_, token_features_, places_, lengths_;
};

}  // namespace elman
