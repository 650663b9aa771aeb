#include "runtime/dictionary.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "runtime/piece_features.hpp"

namespace elman {

Dictionary::Dictionary(const TextSettings& settings, std::shared_ptr<const StringTable> features)
    : settings_(settings), features_(std::move(features)) {
  if (settings.word_pairs) list_pairs();
  pair_start_ = pair_words_.find(kStart).value_or(kNone);
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
    word.mask = static_cast<std::uint32_t>(std::bit_ceil(4 * count)) - 1;
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
  const StringTable features = piece_features(context, settings_);
  for (std::size_t each = 0; each < features.size(); ++each) {
    if (const auto number = features_->find(features[each])) ids.push_back(kReserved + *number);
  }
}

Dictionary::Word Dictionary::pair_word(std::u32string_view context) const {
  const auto number = pair_words_.find(elman::pair_word(context));
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
  return token_id(surface_feature(which, bin));
}

}  // namespace elman
