// 64 bytes in registers, and questions about each whose answers come as 64 bits. Included by files compiled once for
// each instruction set, inside whose namespace all of it stands.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace elman::ELMAN_ISA {

#if defined(__AVX512BW__)

class Bytes {
 public:
  explicit Bytes(const char* from) : all_(_mm512_loadu_si512(from)) {}
  explicit Bytes(int each) : all_(_mm512_set1_epi8(static_cast<char>(each))) {}
  // The first few characters, fewer than 64, and ' ' behind them.
  static Bytes first(const char* from, std::size_t count) {
    return Bytes(_mm512_mask_loadu_epi8(Bytes(' ').all_, (std::uint64_t{1} << count) - 1, from));
  }
  void store(char* to) const { _mm512_storeu_si512(to, all_); }
  Bytes operator|(const Bytes& other) const { return Bytes(_mm512_or_si512(all_, other.all_)); }
  Bytes operator-(const Bytes& other) const { return Bytes(_mm512_sub_epi8(all_, other.all_)); }
  std::uint64_t high_bits() const { return _mm512_movepi8_mask(all_); }
  std::uint64_t at_most(int most) const { return _mm512_cmple_epu8_mask(all_, Bytes(most).all_); }
  std::uint64_t equal(int each) const { return _mm512_cmpeq_epi8_mask(all_, Bytes(each).all_); }

 private:
  explicit Bytes(__m512i all) : all_(all) {}
  __m512i all_;
};

#else

#if defined(__AVX2__)
using Part = __m256i;
static inline Part load_part(const char* from) { return _mm256_loadu_si256(reinterpret_cast<const Part*>(from)); }
static inline void store_part(char* to, Part part) { _mm256_storeu_si256(reinterpret_cast<Part*>(to), part); }
static inline Part every(int each) { return _mm256_set1_epi8(static_cast<char>(each)); }
static inline Part either(Part one, Part other) { return _mm256_or_si256(one, other); }
static inline Part minus(Part one, Part other) { return _mm256_sub_epi8(one, other); }
static inline Part same(Part one, Part other) { return _mm256_cmpeq_epi8(one, other); }
static inline Part lower(Part one, Part other) { return _mm256_min_epu8(one, other); }
static inline std::uint64_t high(Part part) { return static_cast<std::uint32_t>(_mm256_movemask_epi8(part)); }
#elif defined(__x86_64__)
using Part = __m128i;
static inline Part load_part(const char* from) { return _mm_loadu_si128(reinterpret_cast<const Part*>(from)); }
static inline void store_part(char* to, Part part) { _mm_storeu_si128(reinterpret_cast<Part*>(to), part); }
static inline Part every(int each) { return _mm_set1_epi8(static_cast<char>(each)); }
static inline Part either(Part one, Part other) { return _mm_or_si128(one, other); }
static inline Part minus(Part one, Part other) { return _mm_sub_epi8(one, other); }
static inline Part same(Part one, Part other) { return _mm_cmpeq_epi8(one, other); }
static inline Part lower(Part one, Part other) { return _mm_min_epu8(one, other); }
static inline std::uint64_t high(Part part) { return static_cast<std::uint32_t>(_mm_movemask_epi8(part)); }
#else
using Part = std::uint64_t;  // eight bytes, one by one: any processor
static inline Part load_part(const char* from) {
  Part part;
  std::memcpy(&part, from, sizeof part);
  return part;
}
static inline void store_part(char* to, Part part) { std::memcpy(to, &part, sizeof part); }
static inline Part every(int each) { return 0x0101010101010101u * static_cast<unsigned char>(each); }
static inline Part either(Part one, Part other) { return one | other; }
template <typename Function>
Part each_byte(Part one, Part other, Function function) {
  unsigned char ones[sizeof(Part)], others[sizeof(Part)];
  std::memcpy(ones, &one, sizeof one);
  std::memcpy(others, &other, sizeof other);
  for (std::size_t place = 0; place < sizeof(Part); ++place) {
    ones[place] = static_cast<unsigned char>(function(ones[place], others[place]));
  }
  std::memcpy(&one, ones, sizeof one);
  return one;
}
static inline Part minus(Part one, Part other) {
  return each_byte(one, other, [](unsigned char a, unsigned char b) { return a - b; });
}
static inline Part same(Part one, Part other) {
  return each_byte(one, other, [](unsigned char a, unsigned char b) { return a == b ? 0xff : 0; });
}
static inline Part lower(Part one, Part other) {
  return each_byte(one, other, [](unsigned char a, unsigned char b) { return a < b ? a : b; });
}
static inline std::uint64_t high(Part part) {
  unsigned char bytes[sizeof(Part)];
  std::memcpy(bytes, &part, sizeof part);
  std::uint64_t bits = 0;
  for (std::size_t place = 0; place < sizeof(Part); ++place) bits |= std::uint64_t{bytes[place]} >> 7 << place;
  return bits;
}
#endif

class Bytes {
 public:
  explicit Bytes(const char* from) {
    for (std::size_t part = 0; part < kParts; ++part) parts_[part] = load_part(from + part * sizeof(Part));
  }
  explicit Bytes(int each) {
    for (Part& part : parts_) part = every(each);
  }
  static Bytes first(const char* from, std::size_t count) {  // as above
    char all[64];
    std::memset(all, ' ', sizeof all);
    if (count > 0) std::memcpy(all, from, count);  // of nothing, the place may be null
    return Bytes(all);
  }
  void store(char* to) const {
    for (std::size_t part = 0; part < kParts; ++part) store_part(to + part * sizeof(Part), parts_[part]);
  }
  Bytes operator|(const Bytes& other) const {
    Bytes result(*this);
    for (std::size_t part = 0; part < kParts; ++part) result.parts_[part] = either(parts_[part], other.parts_[part]);
    return result;
  }
  Bytes operator-(const Bytes& other) const {
    Bytes result(*this);
    for (std::size_t part = 0; part < kParts; ++part) result.parts_[part] = minus(parts_[part], other.parts_[part]);
    return result;
  }
  std::uint64_t high_bits() const {
    return bits([](Part part) { return part; });
  }
  std::uint64_t at_most(int most) const {
    return bits([most](Part part) { return same(lower(part, every(most)), part); });
  }
  std::uint64_t equal(int each) const {
    return bits([each](Part part) { return same(part, every(each)); });
  }

 private:
  static constexpr std::size_t kParts = 64 / sizeof(Part);

  template <typename Function>
  std::uint64_t bits(Function function) const {
    std::uint64_t all = 0;
    for (std::size_t part = 0; part < kParts; ++part) all |= high(function(parts_[part])) << (part * sizeof(Part));
    return all;
  }

  Part parts_[kParts];
};

#endif

}  // namespace elman::ELMAN_ISA
