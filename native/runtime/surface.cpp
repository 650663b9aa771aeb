#include "runtime/surface.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "runtime/alphabet.hpp"

namespace elman {

namespace {

constexpr std::size_t kCountLimit = 8;
constexpr std::uint64_t kSmallCube = 1 << 20;  // numbers below it have cubes of less than 64 bits

std::size_t octaves(std::size_t count) {  // the bits of (1 + count)^3, less one
  const std::uint64_t number = 1 + count;
  if (number < kSmallCube) return static_cast<std::size_t>(std::bit_width(number * number * number)) - 1;
  const auto cube = static_cast<unsigned __int128>(number) * number * number;
  const auto high = static_cast<std::uint64_t>(cube >> 64);
  return static_cast<std::size_t>(high != 0 ? 64 + std::bit_width(high)
                                            : std::bit_width(static_cast<std::uint64_t>(cube))) - 1;
}

std::size_t share(std::size_t part, std::size_t whole) {
  const double ratio = static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(1, whole));
  return static_cast<std::size_t>(std::min(10L, std::lrint(10 * std::sqrt(ratio))));
}

}  // namespace

Counts count_characters(std::u32string_view text) {
  Counts counts;
  counts.characters = text.size();
  std::size_t run = 0;
  bool in_word = false;
  for (const char32_t code : text) {
    const Character& each = character(code);
    counts.words += each.letter && !in_word;
    counts.numbers += each.digit && run == 0;
    in_word = each.letter;
    run = each.digit ? run + 1 : 0;
    counts.longest_number = std::max(counts.longest_number, run);
    counts.letters += each.letter;
    counts.capitals += each.upper;
    counts.spaces += each.space;
    counts.digits += each.digit;
  }
  return counts;
}

std::string surface_feature(std::size_t which, std::size_t bin) {
  return std::string(kSurfaceNames[which]) + ':' + std::to_string(bin);
}

std::array<std::size_t, 7> surface_bins(const Counts& counts) {
  return {octaves(counts.characters),
          octaves(counts.digits),
          share(counts.capitals, counts.letters),
          std::min(counts.longest_number, kLongestNumber),
          2 * counts.letters / std::max<std::size_t>(1, counts.words),
          share(counts.characters - counts.letters - counts.digits - counts.spaces, counts.characters),
          std::min(counts.numbers, kCountLimit)};
}

}  // namespace elman
