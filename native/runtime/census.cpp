#include "runtime/census.hpp"

#include <cstdint>
#include <limits>
#include <memory>

#include "runtime/piece_features.hpp"
#include "runtime/surface.hpp"
#include "runtime/token.hpp"
#include "runtime/utf8.hpp"

namespace elman {

namespace {

TextSettings without_limit(TextSettings settings) {
  settings.max_length = std::numeric_limits<std::size_t>::max();
  return settings;
}

}  // namespace

Census::Census(const TextSettings& settings)
    : settings_(without_limit(settings)), cutter_(settings_, std::make_shared<const StringTable>()) {}

void Census::add(std::string_view text) {
  cutter_.cut(text, undisguised_, cut_);
  add_cut();
}

void Census::add(std::u32string_view text) {
  cutter_.cut(text, cut_);
  add_cut();
}

void Census::add(const NamedTokens& tokens) {
  for (const std::vector<std::string>& token : tokens) {
    places_.push_back(next_token());
    token_sizes_.push_back(static_cast<std::int32_t>(token.size()));
    for (const std::string& feature : token) {
      token_features_.push_back(static_cast<std::int32_t>(counted_feature(feature)));
    }
  }
  lengths_.push_back(static_cast<std::int32_t>(tokens.size()));
}

std::vector<std::int64_t> Census::counts() const {
  std::vector<std::int64_t> counts = counts_;
  counts.resize(features_.size());
  for (const Core& core : cores_) {
    for (const std::uint32_t feature : core.features) counts[feature] += core.times;
  }
  return counts;
}

void Census::add_cut() {
  const std::size_t before = places_.size();
  if (cut_.is_wide) {
    add_pieces(cut_.wide_text);
  } else {
    add_pieces(cut_.text);
  }
  if (settings_.surface_tokens) {
    const auto bins = surface_bins(cut_.counts);
    for (std::size_t which = 0; which < bins.size(); ++which) {
      place_token(kNone, counted_feature(surface_feature(which, bins[which])));
    }
  }
  lengths_.push_back(static_cast<std::int32_t>(places_.size() - before));
}

template <typename Char>
void Census::add_pieces(std::basic_string_view<Char> text) {
  std::string previous(kStart);
  for (std::size_t each = 0; each < cut_.pieces; ++each) {
    const std::uint32_t core = core_of(text, each);
    ++cores_[core].times;
    std::uint32_t pair = kNone;
    if (settings_.word_pairs) {
      pair = counted_feature(pair_feature(previous, cores_[core].word));
      previous = cores_[core].word;
    }
    place_token(core, pair);
  }
}

template <typename Char>
std::uint32_t Census::core_of(std::basic_string_view<Char> text, std::size_t piece) {
  const std::string name = to_utf8(settings_.subword ? cut_.context(text, piece) : cut_.piece(text, piece));
  const std::uint32_t core = contexts_.add(name);
  if (core < cores_.size()) return core;
  Core& made = cores_.emplace_back();
  if (!settings_.subword) {
    made.features.push_back(features_.add(name));
    return core;
  }
  const auto here = cut_.context(text, piece);
  const std::u32string context(code_points(here));
  const StringTable own = piece_features(context, settings_);
  for (std::size_t each = 0; each < own.size(); ++each) made.features.push_back(features_.add(own[each]));
  if (settings_.word_pairs) made.word = pair_word(context);
  return core;
}

std::uint32_t Census::counted_feature(std::string_view feature) {
  const std::uint32_t number = features_.add(feature);
  if (counts_.size() <= number) counts_.resize(number + 1);
  ++counts_[number];
  return number;
}

void Census::place_token(std::uint32_t core, std::uint32_t feature) {
  const std::uint64_t key = std::uint64_t{core} << 32 | feature;
  const auto [token, is_new] = tokens_.try_emplace(key, next_token());
  places_.push_back(token->second);
  if (!is_new) return;
  const std::size_t before = token_features_.size();
  if (core != kNone) {
    const auto& own = cores_[core].features;
    token_features_.insert(token_features_.end(), own.begin(), own.end());
  }
  if (feature != kNone) token_features_.push_back(static_cast<std::int32_t>(feature));
  token_sizes_.push_back(static_cast<std::int32_t>(token_features_.size() - before));
}

}  // namespace elman
