// The outline of a text and where its pieces are: `Loops::outline` and `cut`.
#include "runtime/outline.hpp"

#include <algorithm>
#include <bit>

#include "runtime/bytes.hpp"
#include "runtime/character.hpp"
#include "runtime/isa_loops.hpp"

namespace elman::ELMAN_ISA {

namespace {

// The kinds of 64 characters as if all of them were ASCII; copies them.
void draw_kinds(const Bytes& bytes, char* padded, Block& block) {
  const Bytes folded = bytes | Bytes(0x20);
  block.foreign = bytes.high_bits();
  block.letter = (folded - Bytes('a')).at_most(25);
  block.upper = (bytes - Bytes('A')).at_most(25);
  block.digit = (bytes - Bytes('0')).at_most(9);
  const std::uint64_t odd_space = (bytes - Bytes(9)).at_most(4) | (bytes - Bytes(0x1c)).at_most(3);
  block.space = bytes.equal(' ') | odd_space;
  block.special = block.foreign | odd_space;
  block.sign = block.digit | bytes.equal('@') | bytes.equal('$') | bytes.equal('+') | bytes.equal('!') |
               bytes.equal('|');
  block.between = bytes.equal(' ') | bytes.equal('.') | bytes.equal('*') | bytes.equal('_') | bytes.equal('-');
  block.apostrophe = bytes.equal('\'');
  block.ampersand = bytes.equal('&');
  bytes.store(padded);
}

// What is special is looked up one by one; white space is written as ' '.
void mend(Block& block, char* padded) {
  for (std::uint64_t left = block.special; left != 0; left &= left - 1) {
    const int place = std::countr_zero(left);
    const std::uint64_t bit = std::uint64_t{1} << place;
    const Character& each = character(padded[place]);
    if (each.letter) block.letter |= bit;
    if (each.upper) block.upper |= bit;
    if (each.space) block.space |= bit;
    if (each.imitates) block.sign |= bit;
    if (each.space) padded[place] = ' ';
  }
}

// Bits moved by some places, those of the block before or behind it let in.
template <unsigned places>
std::uint64_t before(std::uint64_t now, std::uint64_t previous) {
  return now << places | previous >> (kBlock - places);
}
template <unsigned places>
std::uint64_t behind(std::uint64_t now, std::uint64_t next) {
  return now >> places | next << (kBlock - places);
}

std::size_t ones(std::uint64_t bits) { return static_cast<std::size_t>(std::popcount(bits)); }

// Where `elman.text.disguise` might find three letters each by itself, of which the first stands here; one that begins a
// word is none of them.
std::uint64_t spaced(const Block& last, const Block& now, const Block& next) {
  const auto alnum = [](const Block& block) { return block.letter | block.digit; };
  const std::uint64_t before_first = before<1>(alnum(now), alnum(last)), behind_third = behind<5>(alnum(now), alnum(next));
  const std::uint64_t letters = alnum(now) & behind<2>(alnum(now), alnum(next)) & behind<4>(alnum(now), alnum(next));
  const std::uint64_t signs = behind<1>(now.between, next.between) & behind<3>(now.between, next.between);
  return letters & signs & ~before_first & ~behind_third;
}

std::uint64_t starts(const Block& last, const Block& now) {
  const std::uint64_t symbols = ~(now.word | now.digit | now.space);
  return (now.word & ~before<1>(now.word, last.word)) | (now.digit & ~before<1>(now.digit, last.digit)) | symbols;
}

std::uint64_t ends(const Block& now, const Block& next) {
  const std::uint64_t symbols = ~(now.word | now.digit | now.space);
  return (now.word & ~behind<1>(now.word, next.word)) | (now.digit & ~behind<1>(now.digit, next.digit)) | symbols;
}

// The digits of the longest number, as far as they are counted: after so many steps, the ends of longer ones are left.
std::size_t longest_number(const Block* blocks, std::size_t count) {
  std::uint64_t found[kLongestNumber]{}, last[kLongestNumber]{};
  for (std::size_t each = 1; each <= count; ++each) {
    std::uint64_t runs = blocks[each].digit;
    for (std::size_t length = 0; length < kLongestNumber; ++length) {
      found[length] |= runs;
      const std::uint64_t longer = runs & before<1>(runs, last[length]);
      last[length] = runs;
      runs = longer;
    }
  }
  std::size_t longest = 0;
  for (const std::uint64_t runs : found) longest += runs != 0;
  return longest;
}

#if defined(__AVX512F__)

// Writes `first` and the place of each bit, and up to `kSparePlaces` more numbers that mean nothing; gives the end of those
// that count. No branch asks how many there are: it would often be mispredicted.
std::uint32_t* write_places(std::uint64_t bits, std::size_t first, std::uint32_t* places) {
  __m512i here = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)),
                                  _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  for (std::size_t part = 0; part < kBlock; part += 16) {
    const auto chosen = static_cast<__mmask16>(bits >> part);
    _mm512_storeu_si512(places, _mm512_maskz_compress_epi32(chosen, here));
    places += ones(chosen);
    here = _mm512_add_epi32(here, _mm512_set1_epi32(16));
  }
  return places;
}

#else

// As above, eight at a time: a branch predicts well how many times that is.
std::uint32_t* write_places(std::uint64_t bits, std::size_t first, std::uint32_t* places) {
  constexpr std::size_t handful = 8;
  std::uint32_t* const end = places + ones(bits);
  for (; places < end; places += handful) {
#pragma GCC unroll 16
    for (std::size_t each = 0; each < handful; ++each, bits &= bits - 1) {
      places[each] = static_cast<std::uint32_t>(first + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
  return end;
}

#endif

}  // namespace

void outline(const char* text, std::size_t count, char* padded, Block* blocks, Outline& whole) {
  const std::size_t full = count / kBlock, last = full + 1;
  for (std::size_t each = 0; each < full; ++each) {
    draw_kinds(Bytes(text + each * kBlock), padded + each * kBlock, blocks[each + 1]);
    mend(blocks[each + 1], padded + each * kBlock);
  }
  draw_kinds(Bytes::first(text + full * kBlock, count % kBlock), padded + full * kBlock, blocks[last]);
  mend(blocks[last], padded + full * kBlock);
  blocks[0] = blocks[last + 1] = Block{};
  Counts counts;
  counts.characters = count;
  std::uint64_t ampersands = 0, digits = 0;
  std::size_t pieces = 0;
  std::uint64_t mixed = 0, apart = 0;
  for (std::size_t each = 1; each <= last; ++each) {
    const Block &previous = blocks[each - 1], &next = blocks[each + 1];
    Block& now = blocks[each];
    const std::uint64_t letter_behind = behind<1>(now.letter, next.letter);
    now.word = now.letter | (now.apostrophe & before<1>(now.letter, previous.letter) & letter_behind);
    now.mixed = (now.letter & behind<1>(now.sign, next.sign)) | (now.sign & letter_behind) |
                (now.foreign & (now.letter | now.sign));
    counts.letters += ones(now.letter);
    counts.words += ones(now.letter & ~before<1>(now.letter, previous.letter));
    counts.capitals += ones(now.upper);
    counts.spaces += ones(now.space);
    counts.digits += ones(now.digit);
    counts.numbers += ones(now.digit & ~before<1>(now.digit, previous.digit));
    pieces += ones(starts(previous, now));
    ampersands |= now.ampersand;
    digits |= now.digit;
    apart |= spaced(previous, now, next);
    mixed |= now.mixed;
  }
  counts.spaces -= last * kBlock - count;
  if (digits != 0) counts.longest_number = longest_number(blocks, last);
  whole.counts = counts;
  whole.pieces = pieces;
  whole.ampersand = ampersands != 0;
  whole.hides_spaced = apart != 0;
  whole.hides_words = (mixed | apart) != 0;
}

void cut(const Block* blocks, std::size_t count, std::uint32_t* first, std::uint32_t* last) {
  for (std::size_t each = 1; each <= count; ++each) {
    const std::size_t start = (each - 1) * kBlock;
    first = write_places(starts(blocks[each - 1], blocks[each]), start, first);
    last = write_places(ends(blocks[each], blocks[each + 1]), start, last);
  }
}

}  // namespace elman::ELMAN_ISA
