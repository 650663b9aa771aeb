// What is known of the characters beyond U+00FF: each is learned from Python when it is first met, and kept for good.
//
// Whoever learns or asks whether one is known holds Python's lock; a known one may be read by anybody.
#pragma once

#include <array>
#include <cstddef>

#include "runtime/character.hpp"

namespace elman {

class Alphabet {
 public:
  static constexpr std::size_t kPage = 256, kPages = 0x110000 / kPage;

  // The one of this process.
  static Alphabet& instance();

  bool knows(char32_t code) const {
    const Page* page = pages_[code / kPage];
    return page != nullptr && page->known[code % kPage];
  }
  void learn(char32_t code, const Character& character);
  const Character& operator[](char32_t code) const { return pages_[code / kPage]->characters[code % kPage]; }

 private:
  struct Page {
    std::array<bool, kPage> known{};
    std::array<Character, kPage> characters{};
  };
  std::array<Page*, kPages> pages_{};
};

inline const Character& character(char32_t code) {
  return code < kCharacters.size() ? kCharacters[code] : Alphabet::instance()[code];
}

}  // namespace elman
