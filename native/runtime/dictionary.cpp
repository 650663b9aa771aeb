#include "dictionary.hpp"

#include <algorithm>
#include <bit>

#include "latin1.hpp"

namespace elman {

namespace {

constexpr char kWord = '=', kPair = '_', kShape = ':', kNgram = '~', kStart = '<', kEnd = '>';
constexpr std::size_t kLongNumber = 4, kLongestCounted = 12;
constexpr std::uint64_t kFree = UINT64_MAX;

std::string piece_shape(std::string_view piece) {
  const Character& first = character(piece[0]);
  if (first.digit) return "0" + std::to_string(std::min(piece.size(), kLongestCounted));
  if (!first.letter) return piece.size() > 1 ? "&" : std::string(first.category.begin(), first.category.end());
  const auto letters = [&](auto predicate) {
    return std::count_if(piece.begin(), piece.end(), [&](char each) { return predicate(character(each)); });
  };
  const auto capitals = letters([](const Character& each) { return each.upper; });
  if (capitals == 0) return "a";
  if (capitals == letters([](const Character& each) { return each.letter; })) return piece.size() == 1 ? "A" : "AA";
  return capitals == 1 && first.upper ? "Aa" : "aA";
}

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& each : result) each = static_cast<char>(character(each).lower);
  return result;
}

// The features of one piece, each once, up to a number of them; those that are known are appended.
class Collector {
 public:
  Collector(const StringTable& table, std::size_t most, std::vector<std::uint32_t>& ids)
      : table_(table), most_(most), ids_(ids) {}

  void take(char kind, std::string_view name) {
    if (full()) return;
    feature_.assign(1, kind);
    feature_ += name;
    if (taken_.contains(feature_)) return;
    taken_.add(feature_, 0);
    if (const auto id = table_.find(feature_)) ids_.push_back(*id);
  }
  bool full() const { return taken_.size() == most_; }

 private:
  const StringTable& table_;
  std::size_t most_;
  std::vector<std::uint32_t>& ids_;
  StringTable taken_;
  std::string feature_;
};

}  // namespace

void Dictionary::add(std::string_view feature) {
  ids_.add(feature, size_);
  if (settings_.word_pairs && feature.starts_with(kPair)) add_pair(feature.substr(1), size_);
  ++size_;
}

void Dictionary::add_pair(std::string_view words, std::uint32_t id) {
  const std::size_t space = words.find(' ');
  if (space == words.npos || words.find(' ', space + 1) != words.npos) return;  // no piece holds white space
  const auto number = [&](std::string_view word) {
    pair_words_.add(word, static_cast<std::uint32_t>(pair_words_.size()));
    return std::uint64_t{*pair_words_.find(word)};
  };
  const std::uint64_t previous = number(words.substr(0, space));
  pairs_.emplace_back(previous << 32 | number(words.substr(space + 1)), id);
}

void Dictionary::finish() {
  pair_keys_.assign(std::bit_ceil(2 * pairs_.size() + 1), kFree);
  pair_ids_.assign(pair_keys_.size(), kNone);
  for (const auto& [key, id] : pairs_) {
    std::size_t place = mixed(key) & (pair_keys_.size() - 1);
    while (pair_keys_[place] != kFree) place = (place + 1) & (pair_keys_.size() - 1);
    pair_keys_[place] = key;
    pair_ids_[place] = id;
  }
  pairs_ = {};
  pair_start_ = pair_words_.find(std::string_view(&kStart, 1)).value_or(kNone);
  for (std::size_t which = 0; which < kSurfaceNames.size(); ++which) {
    for (std::size_t bin = 0; bin < kUsualBins; ++bin) surface_ids_[which][bin] = named_bin(which, bin);
  }
}

std::uint32_t Dictionary::token_id(std::string_view token) const { return ids_.find(token).value_or(kUnknownId); }

void Dictionary::append_features(std::string_view context, std::vector<std::uint32_t>& ids) const {
  std::string whole = lowered(context);
  if (whole.front() == ' ') whole.front() = kStart;
  if (whole.back() == ' ') whole.back() = kEnd;
  const std::string_view text = context.substr(1, context.size() - 2);
  const std::string shape = piece_shape(text);
  Collector features(ids_, settings_.max_features, ids);
  const bool long_number = character(text[0]).digit && text.size() > kLongNumber;
  features.take(kWord, long_number ? kShape + shape : whole.substr(1, text.size()));
  features.take(kShape, shape);
  features.take(kShape, whole.front() + shape);
  features.take(kShape, shape + whole.back());
  features.take(kShape, whole.front() + shape + whole.back());
  for (std::size_t size = settings_.min_ngram; size <= std::min(settings_.max_ngram, whole.size()); ++size) {
    for (std::size_t start = 0; start + size <= whole.size() && !features.full(); ++start) {
      features.take(kNgram, std::string_view(whole).substr(start, size));
    }
  }
  if (whole.size() <= settings_.max_ngram + 1) features.take(kNgram, whole);
}

std::uint32_t Dictionary::pair_word(std::string_view context) const {
  const std::string_view text = context.substr(1, context.size() - 2);
  return pair_words_.find(character(text[0]).digit ? piece_shape(text) : lowered(text)).value_or(kNone);
}

std::uint32_t Dictionary::pair_id(std::uint32_t previous, std::uint32_t word) const {
  if (previous == kNone || word == kNone) return kNone;
  const std::uint64_t key = std::uint64_t{previous} << 32 | word;
  std::size_t place = mixed(key) & (pair_keys_.size() - 1);
  while (pair_keys_[place] != key && pair_keys_[place] != kFree) place = (place + 1) & (pair_keys_.size() - 1);
  return pair_ids_[place];
}

std::uint32_t Dictionary::surface_id(std::size_t which, std::size_t bin) const {
  return bin < kUsualBins ? surface_ids_[which][bin] : named_bin(which, bin);
}

std::uint32_t Dictionary::named_bin(std::size_t which, std::size_t bin) const {
  return token_id(std::string(kSurfaceNames[which]) + ':' + std::to_string(bin));
}

}  // namespace elman
