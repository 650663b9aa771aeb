#include "runtime/alphabet.hpp"

namespace elman {

Alphabet& Alphabet::instance() {
  static Alphabet alphabet;
  return alphabet;
}

void Alphabet::learn(char32_t code, const Character& character) {
  Page*& page = pages_[code / kPage];
  if (page == nullptr) page = new Page;
  page->characters[code % kPage] = character;
  page->known[code % kPage] = true;
}

}  // namespace elman
