#include "runtime/json_strings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "runtime/utf8.hpp"

namespace elman {

namespace {

constexpr char32_t kFirstHigh = 0xd800, kFirstLow = 0xdc00, kPastLow = 0xe000;  // halves of surrogate pairs

class Reader {
 public:
  explicit Reader(std::string_view json) : at_(json.data()), end_(json.data() + json.size()) {}

  // Goes past a character, and the white space before it, if that is what comes next.
  bool take(char each) {
    if (ends() || *at_ != each) return false;
    ++at_;
    return true;
  }

  // Whether nothing but white space is left, which it goes past.
  bool ends() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    return at_ == end_;
  }

  // The rest of a string behind its first quote; good until the next is read.
  std::optional<std::string_view> string() {
    const char* const start = at_;
    while (at_ < end_ && is_plain(*at_)) ++at_;
    if (at_ < end_ && *at_ == '"') return std::string_view(start, static_cast<std::size_t>(at_++ - start));
    unescaped_.assign(start, at_);
    while (at_ < end_ && *at_ != '"') {
      if (is_plain(*at_)) {
        unescaped_ += *at_++;
      } else if (*at_++ != '\\' || !escape()) {
        return std::nullopt;
      }
    }
    if (at_ == end_) return std::nullopt;
    ++at_;
    return unescaped_;
  }

 private:
  static bool is_plain(char each) { return each >= ' ' && each <= '~' && each != '"' && each != '\\'; }

  bool escape() {  // what stands behind a backslash
    constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (at_ == end_) return false;
    const char each = *at_++;
    if (const auto place = names.find(each); place != names.npos) {
      unescaped_ += meant[place];
      return true;
    }
    std::uint32_t code = 0, low = 0;
    if (each != 'u' || !hexadecimal(code)) return false;
    if (code >= kFirstHigh && code < kPastLow) {
      if (code >= kFirstLow || end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
      at_ += 2;
      if (!hexadecimal(low) || low < kFirstLow || low >= kPastLow) return false;
      code = 0x10000 + ((code - kFirstHigh) << 10) + (low - kFirstLow);
    }
    append_utf8(unescaped_, code);
    return true;
  }

  bool hexadecimal(std::uint32_t& code) {
    if (end_ - at_ < 4) return false;
    const auto [past, error] = std::from_chars(at_, at_ + 4, code, 16);
    if (error != std::errc() || past != at_ + 4) return false;
    at_ += 4;
    return true;
  }

  const char *at_, *end_;
  std::string unescaped_;
};

}  // namespace

std::optional<StringTable> read_json_strings(std::string_view json) {
  StringTable table;
  if (json.size() > UINT32_MAX) return std::nullopt;
  table.reserve(static_cast<std::size_t>(std::count(json.begin(), json.end(), '"')) / 2, json.size());
  Reader reader(json);
  if (!reader.take('[')) return std::nullopt;
  for (bool ended = reader.take(']'); !ended;) {
    if (!reader.take('"')) return std::nullopt;
    const std::optional<std::string_view> string = reader.string();
    const std::size_t before = table.size();
    if (!string || table.add(*string) != before) return std::nullopt;
    ended = reader.take(']');
    if (!ended && !reader.take(',')) return std::nullopt;
  }
  if (!reader.ends()) return std::nullopt;
  return table;
}

}  // namespace elman
