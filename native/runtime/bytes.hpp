// 64 bytes in registers, and questions about each whose answers come as 64 bits. Included by files compiled once for
// each instruction set, inside whose namespace all of it stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
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
inline constexpr std::size_t kPart = 32;
#else
inline constexpr std::size_t kPart = 16;
#endif
using Part = unsigned char __attribute__((vector_size(kPart)));

static inline Part every(int each) { return Part{} + static_cast<unsigned char>(each); }

// The highest bit of each byte.
static inline std::uint64_t high(Part part) {
#if defined(__AVX2__)
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(reinterpret_cast<__m256i>(part)));
#elif defined(__x86_64__)
  return static_cast<std::uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(part)));
#elif defined(__aarch64__)
  const Part place = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const auto bits = reinterpret_cast<uint8x16_t>(reinterpret_cast<Part>(part >= 128) & place);
  return vaddv_u8(vget_low_u8(bits)) | std::uint64_t{vaddv_u8(vget_high_u8(bits))} << 8;
#else
  std::uint64_t bits = 0;
  for (std::size_t place = 0; place < kPart; ++place) bits |= std::uint64_t{part[place]} >> 7 << place;
  return bits;
#endif
}

class Bytes {
 public:
  explicit Bytes(const char* from) {
    std::memcpy(parts_, from, sizeof parts_);
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
  void store(char* to) const { std::memcpy(to, parts_, sizeof parts_); }
  Bytes operator|(const Bytes& other) const {
    Bytes result(*this);
    for (std::size_t part = 0; part < kParts; ++part) result.parts_[part] |= other.parts_[part];
    return result;
  }
  Bytes operator-(const Bytes& other) const {
    Bytes result(*this);
    for (std::size_t part = 0; part < kParts; ++part) result.parts_[part] -= other.parts_[part];
    return result;
  }
  std::uint64_t high_bits() const {
    return bits([](Part part) { return part; });
  }
  std::uint64_t at_most(int most) const {
    return bits([most](Part part) { return reinterpret_cast<Part>(part <= every(most)); });
  }
  std::uint64_t equal(int each) const {
    return bits([each](Part part) { return reinterpret_cast<Part>(part == every(each)); });
  }

 private:
  static constexpr std::size_t kParts = 64 / kPart;

  template <typename Function>
  std::uint64_t bits(Function function) const {
    std::uint64_t all = 0;
    for (std::size_t part = 0; part < kParts; ++part) all |= high(function(parts_[part])) << (part * kPart);
    return all;
  }

  Part parts_[kParts];
};

#endif

}  // namespace elman::ELMAN_ISA
