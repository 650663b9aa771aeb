#include "runtime/piece_features.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "runtime/alphabet.hpp"
#include "runtime/utf8.hpp"

namespace elman {

namespace {

constexpr char kWord = '=', kShape = ':', kNgram = '~', kEnd = '>';
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

std::u32string_view without_neighbours(std::u32string_view context) { return context.substr(1, context.size() - 2); }

}  // namespace

StringTable piece_features(std::u32string_view context, const TextSettings& settings) {
  Lowered whole(context);
  whole.replace_space(0, kStart[0]);
  whole.replace_space(whole.size() - 1, kEnd);
  const std::u32string_view text = without_neighbours(context);
  const std::string shape = piece_shape(text);
  const std::string before(whole.part(0, 1)), after(whole.part(whole.size() - 1, 1));
  StringTable features;
  std::string feature;
  const auto full = [&] { return features.size() == settings.max_features; };
  const auto take = [&](char kind, std::string_view name) {
    if (full()) return;
    feature.assign(1, kind);
    feature += name;
    features.add(feature);
  };
  const bool long_number = character(text[0]).digit && text.size() > kLongNumber;
  take(kWord, long_number ? kShape + shape : whole.part(1, text.size()));
  take(kShape, shape);
  take(kShape, before + shape);
  take(kShape, shape + after);
  take(kShape, before + shape + after);
  for (std::size_t size = settings.min_ngram; size <= std::min(settings.max_ngram, whole.size()); ++size) {
    for (std::size_t start = 0; start + size <= whole.size() && !full(); ++start) {
      take(kNgram, whole.part(start, size));
    }
  }
  if (whole.size() <= settings.max_ngram + 1) take(kNgram, whole.part(0, whole.size()));
  return features;
}

std::string pair_word(std::u32string_view context) {
  const std::u32string_view text = without_neighbours(context);
  return character(text[0]).digit ? piece_shape(text) : std::string(Lowered(text).part(0, text.size()));
}

std::string pair_feature(std::string_view previous, std::string_view word) {
  std::string feature(1, kPair);
  feature += previous;
  feature += ' ';
  feature += word;
  return feature;
}

}  // namespace elman
