#include "surface.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "latin1.hpp"

namespace elman {

namespace {

constexpr std::size_t kDigitRunLimit = 12, kCountLimit = 8;

std::size_t octaves(std::size_t count) {  // the bits of (1 + count)^3, less one
  const auto cube = static_cast<unsigned __int128>(1 + count) * (1 + count) * (1 + count);
  const auto high = static_cast<std::uint64_t>(cube >> 64);
  return (high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<std::uint64_t>(cube))) - 1;
}

std::size_t share(std::size_t part, std::size_t whole) {
  const double ratio = static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(1, whole));
  return static_cast<std::size_t>(std::min(10.0, std::nearbyint(10 * std::sqrt(ratio))));
}

}  // namespace

std::array<std::size_t, 7> surface_bins(std::string_view text) {
  std::size_t letters = 0, words = 0, capitals = 0, spaces = 0, digits = 0, numbers = 0, longest = 0, run = 0;
  bool in_word = false;
  for (const char code : text) {
    const Character& each = character(code);
    words += each.letter && !in_word;
    numbers += each.digit && run == 0;
    in_word = each.letter;
    run = each.digit ? run + 1 : 0;
    longest = std::max(longest, run);
    letters += each.letter;
    capitals += each.upper;
    spaces += each.space;
    digits += each.digit;
  }
  return {octaves(text.size()),
          octaves(digits),
          share(capitals, letters),
          std::min(longest, kDigitRunLimit),
          2 * letters / std::max<std::size_t>(1, words),
          share(text.size() - letters - digits - spaces, text.size()),
          std::min(numbers, kCountLimit)};
}

}  // namespace elman
