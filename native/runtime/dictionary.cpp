#include "dictionary.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "alphabet.hpp"
#include "utf8.hpp"

namespace elman {

namespace {

constexpr char kWord = '=', kPair = '_', kShape = ':', kNgram = '~', kStart = '<', kEnd = '>';
constexpr std::size_t kLongNumber = 4, kLongestCounted = 12;

std::string piece_shape(std::u32string_view piece) {
  const Character& first = character(piece[0]);
  if (first.digit) return "0" + std::to_string(std::min(piece.size(), kLongestCounted));
  if (!first.letter) return piece.size() > 1 ? "&" : std::string(first.category.begin(), first.category.end());
  const auto letters = [&](auto predicate) {
    return std::count_if(piece.begin(), piece.end(), [&](char32_t each) { return predicate(character(each)); });
  };
  const auto capitals = letters([](const Character& each) { return each.upper; });
  if (capitals == 0) return "a";
  if (capitals == letters([](const Character& each) { return each.cased; })) return piece.size() == 1 ? "A" : "AA";
  return capitals == 1 && first.upper ? "Aa" : "aA";
}

// A text in lower case and UTF-8, any of whose parts can be had.
class Lowered {
 public:
  explicit Lowered(std::u32string_view text) {
    for (const char32_t each : text) {
      starts_.push_back(bytes_.size());
      append_utf8(bytes_, character(each).lower);
    }
    starts_.push_back(bytes_.size());
  }
  std::size_t size() const { return starts_.size() - 1; }  // in characters
  std::string_view part(std::size_t start, std::size_t count) const {
    return std::string_view(bytes_).substr(starts_[start], starts_[start + count] - starts_[start]);
  }
  void replace_space(std::size_t place, char by) {
    char& each = bytes_[starts_[place]];
    if (each == ' ') each = by;
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> starts_;
};

// The features of one piece, each once, up to a number of them; those that are known are appended.
class Collector {
 public:
  Collector(const StringTable& table, std::size_t most, std::vector<std::uint32_t>& ids)
      : table_(table), most_(most), ids_(ids) {}

  void take(char kind, std::string_view name) {
    if (full()) return;
    feature_.assign(1, kind);
    feature_ += name;
    const std::size_t before = taken_.size();
    if (taken_.add(feature_) != before) return;
    if (const auto number = table_.find(feature_)) ids_.push_back(kReserved + *number);
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

Dictionary::Dictionary(const TextSettings& settings, std::shared_ptr<const StringTable> features)
    : settings_(settings), features_(std::move(features)) {
  if (settings.word_pairs) list_pairs();
  pair_start_ = pair_words_.find(std::string_view(&kStart, 1)).value_or(kNone);
  for (std::size_t which = 0; which < kSurfaceNames.size(); ++which) {
    for (std::size_t bin = 0; bin < kUsualBins; ++bin) surface_ids_[which][bin] = named_bin(which, bin);
  }
}

void Dictionary::list_pairs() {
  struct Listed {
    std::uint32_t word, previous, id;
  };
  std::vector<Listed> listed;
  for (std::uint32_t number = 0; number < features_->size(); ++number) {
    const std::string_view feature = (*features_)[number];
    const std::size_t space = feature.find(' ');
    if (!feature.starts_with(kPair) || space == feature.npos) continue;
    if (feature.find(' ', space + 1) != feature.npos) continue;  // no piece holds white space
    const std::uint32_t previous = pair_words_.add(feature.substr(1, space - 1));
    listed.push_back({pair_words_.add(feature.substr(space + 1)), previous, kReserved + number});
  }
  for (std::uint32_t number = 0; number < pair_words_.size(); ++number) words_.push_back({number, 0, 0});
  std::stable_sort(listed.begin(), listed.end(), [](const Listed& a, const Listed& b) { return a.word < b.word; });
  for (auto first = listed.begin(); first != listed.end();) {
    const auto last = std::find_if(first, listed.end(), [&](const Listed& each) { return each.word != first->word; });
    const auto count = static_cast<std::size_t>(last - first);
    Word& word = words_[first->word];
    word.first_pair = static_cast<std::uint32_t>(pairs_.size());
    word.mask = static_cast<std::uint32_t>(std::bit_ceil(2 * count)) - 1;
    pairs_.resize(pairs_.size() + word.mask + 1);
    for (; first != last; ++first) {
      std::uint32_t place = first_place(first->previous);
      while (pairs_[word.first_pair + (place & word.mask)].previous != kFree) ++place;
      pairs_[word.first_pair + (place & word.mask)] = {first->previous, first->id};
    }
  }
}

std::uint32_t Dictionary::token_id(std::string_view token) const {
  const std::optional<std::uint32_t> number = features_->find(token);
  return number ? kReserved + *number : kUnknownId;
}

void Dictionary::append_features(std::u32string_view context, std::vector<std::uint32_t>& ids) const {
  Lowered whole(context);
  whole.replace_space(0, kStart);
  whole.replace_space(whole.size() - 1, kEnd);
  const std::u32string_view text = context.substr(1, context.size() - 2);
  const std::string shape = piece_shape(text);
  const std::string before(whole.part(0, 1)), after(whole.part(whole.size() - 1, 1));
  Collector features(*features_, settings_.max_features, ids);
  const bool long_number = character(text[0]).digit && text.size() > kLongNumber;
  features.take(kWord, long_number ? kShape + shape : whole.part(1, text.size()));
  features.take(kShape, shape);
  features.take(kShape, before + shape);
  features.take(kShape, shape + after);
  features.take(kShape, before + shape + after);
  for (std::size_t size = settings_.min_ngram; size <= std::min(settings_.max_ngram, whole.size()); ++size) {
    for (std::size_t start = 0; start + size <= whole.size() && !features.full(); ++start) {
      features.take(kNgram, whole.part(start, size));
    }
  }
  if (whole.size() <= settings_.max_ngram + 1) features.take(kNgram, whole.part(0, whole.size()));
}

Dictionary::Word Dictionary::pair_word(std::u32string_view context) const {
  const std::u32string_view text = context.substr(1, context.size() - 2);
  const bool is_number = character(text[0]).digit;
  const auto number =
      is_number ? pair_words_.find(piece_shape(text)) : pair_words_.find(Lowered(text).part(0, text.size()));
  return number ? words_[*number] : Word{};
}

std::uint32_t Dictionary::pair_id(std::uint32_t previous, const Word& word) const {
  for (std::uint32_t place = first_place(previous);; ++place) {
    const Pair& pair = pairs_[word.first_pair + (place & word.mask)];
    if (pair.previous == previous || pair.previous == kFree) return pair.id;
  }
}

std::uint32_t Dictionary::surface_id(std::size_t which, std::size_t bin) const {
  return bin < kUsualBins ? surface_ids_[which][bin] : named_bin(which, bin);
}

std::uint32_t Dictionary::named_bin(std::size_t which, std::size_t bin) const {
  return token_id(std::string(kSurfaceNames[which]) + ':' + std::to_string(bin));
}

}  // namespace elman
