#include "disguise.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "latin1.hpp"

namespace elman {

namespace {

constexpr std::size_t kShortest = 3;  // letters of a word worth hiding
constexpr std::size_t kLongest = 24;  // letters of a word that is looked for among others

bool is_between(char code) { return code == ' ' || code == '.' || code == '*' || code == '_' || code == '-'; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& each : result) each = static_cast<char>(character(each).lower);
  return result;
}

std::string_view without_trailing(std::string_view run) {
  while (!run.empty() && character(run.back()).trailing) run.remove_suffix(1);
  return run;
}

bool is_ascii_letter(char code) { return character(code).letter && static_cast<Byte>(code) < 128; }

// Letters alone, numbers, with a unit of one letter too, ordinal numbers, hours and sums of money.
bool is_plain(std::string_view run) {
  const auto letters_end = std::find_if_not(run.begin(), run.end(), is_ascii_letter);
  if (letters_end == run.end()) return !run.empty();
  const auto digits_end = [&](auto from) {
    return std::find_if_not(from, run.end(), [](char each) { return character(each).digit; });
  };
  if (letters_end == run.begin() && character(run[0]).digit) {
    const std::string unit = lower({digits_end(run.begin()), run.end()});
    return unit.empty() || (unit.size() == 1 && is_ascii_letter(unit[0])) || unit == "st" || unit == "nd" ||
           unit == "rd" || unit == "th" || unit == "am" || unit == "pm";
  }
  const bool money = *letters_end == '$' || *letters_end == '\xa3';
  return money && letters_end - run.begin() <= 2 && letters_end + 1 != run.end() && digits_end(letters_end + 1) == run.end();
}

// What a run may stand for in lower-case letters: once with 1, ! and | for i, once for l. Gives nothing that is not letters.
class Readings {
 public:
  explicit Readings(std::string_view run) {
    for (const char one : {'i', 'l'}) {
      std::string reading;
      for (const char each : run) {
        const bool either = each == '1' || each == '!' || each == '|';
        reading += either ? one : static_cast<char>(character(each).bare);
      }
      const bool letters = std::all_of(reading.begin(), reading.end(), [](char each) { return character(each).letter; });
      if (letters && !reading.empty() && (count_ == 0 || readings_[0] != reading)) readings_[count_++] = reading;
    }
  }
  const std::string* begin() const { return readings_.data(); }
  const std::string* end() const { return readings_.data() + count_; }

 private:
  std::array<std::string, 2> readings_;
  std::size_t count_ = 0;
};

bool has_letter(std::string_view run) {
  return std::any_of(run.begin(), run.end(), [](char each) { return character(each).letter; });
}

void append_in_case_of(std::string_view run, std::string_view plain, std::string& out) {
  const bool shouted = has_letter(run) && std::all_of(run.begin(), run.end(), [](char each) {
    return character(each).upper || !character(each).letter;
  });
  const bool capitalised = !run.empty() && character(run[0]).upper;
  for (std::size_t place = 0; place < plain.size(); ++place) {
    const bool raised = shouted || (capitalised && place == 0);
    out += raised ? static_cast<char>(character(plain[place]).capital) : plain[place];
  }
}

void append_unmasked(std::string_view run, const StringTable& words, std::string& out) {
  const std::string_view core = without_trailing(run);
  if (!is_plain(run) && !words.contains(lower(run)) && !words.contains(lower(core))) {
    for (const std::string_view hidden : {run, core}) {
      for (const std::string& plain : Readings(hidden)) {
        if (plain.size() >= kShortest && words.contains(plain) && has_letter(hidden)) {
          append_in_case_of(hidden, plain, out);
          out += run.substr(hidden.size());
          return;
        }
      }
    }
  }
  out += run;
}

// Where the fewest known words end that the letters spell one after the other; nowhere if they spell none.
std::vector<std::size_t> divide(std::string_view letters, const StringTable& words) {
  struct Best {
    std::size_t words = SIZE_MAX, start = 0;
  };
  std::vector<Best> best(letters.size() + 1);
  best[0] = {0, 0};
  for (std::size_t end = kShortest; end <= letters.size(); ++end) {
    for (std::size_t start = end > kLongest ? end - kLongest : 0; start + kShortest <= end; ++start) {
      if (best[start].words < SIZE_MAX && best[start].words + 1 < best[end].words &&
          words.contains(letters.substr(start, end - start))) {
        best[end] = {best[start].words + 1, start};
      }
    }
  }
  std::vector<std::size_t> ends;
  for (std::size_t end = letters.size(); end > 0 && best[end].words < SIZE_MAX; end = best[end].start) {
    ends.push_back(end);
  }
  std::reverse(ends.begin(), ends.end());
  return ends;
}

void append_unspaced(std::string_view spaced, const StringTable& words, std::string& out) {
  std::string letters;
  for (std::size_t place = 0; place < spaced.size(); place += 2) letters += spaced[place];
  const std::string lowered = lower(letters);
  const bool kisses = lowered.find_first_not_of(lowered[0]) == std::string::npos;  // x x x
  if (!kisses && has_letter(letters) && !words.contains(lower(spaced))) {
    for (const std::string& plain : Readings(letters)) {
      const std::vector<std::size_t> ends = divide(plain, words);
      std::size_t start = 0;
      for (const std::size_t end : ends) {
        if (start > 0) out += ' ';
        append_in_case_of(std::string_view(letters).substr(start, end - start),
                          std::string_view(plain).substr(start, end - start), out);
        start = end;
      }
      if (!ends.empty()) return;
    }
  }
  out += spaced;
}

// The length of the letters one by one that begin here, all with the same sign between them; 0 if there are no three.
std::size_t spaced_length(std::string_view text) {
  if (text.size() < 5 || !character(text[0]).alnum() || !is_between(text[1])) return 0;
  std::size_t length = 1;
  while (length + 1 < text.size() && text[length] == text[1] && character(text[length + 1]).alnum()) length += 2;
  std::size_t behind = length;
  while (behind < text.size() && character(text[behind]).trailing) ++behind;
  if (behind < text.size() && character(text[behind]).disguise()) length -= 2;  // the last letter begins a word
  return length >= 5 ? length : 0;
}

}  // namespace

bool may_hide_words(std::string_view text) {
  // A window of five characters as bits: one before the one in question and three behind it.
  enum : unsigned { letter = 1, sign = 2, alnum = 4, between = 8, foreign = 16 };
  static constexpr auto kKinds = [] {
    std::array<unsigned char, 256> kinds{};
    for (unsigned code = 0; code < 256; ++code) {
      const Character& each = kCharacters[code];
      const bool joins = code == ' ' || code == '.' || code == '*' || code == '_' || code == '-';
      kinds[code] = static_cast<unsigned char>((each.letter ? letter : 0) | (each.digit || each.imitates ? sign : 0) |
                                               (each.alnum() ? alnum : 0) | (joins ? between : 0) |
                                               (code >= 128 ? foreign : 0));
    }
    return kinds;
  }();
  const auto kind = [&](std::size_t place) -> unsigned {
    return place < text.size() ? kKinds[static_cast<Byte>(text[place])] : 0u;
  };
  unsigned before = 0, first = kind(0), second = kind(1), third = kind(2), found = 0;
  for (std::size_t place = 0; place < text.size(); ++place) {
    const unsigned fourth = kind(place + 3);
    found |= first & foreign;
    found |= (first & letter) & (second >> 1);  // a letter beside what may stand for one
    found |= (first >> 1) & (second & letter);
    found |= ~before & first & (second >> 1) & third & ~fourth & alnum;  // two letters, each by itself
    before = first;
    first = second;
    second = third;
    third = fourth;
  }
  return found != 0;
}

void unmask(std::string_view text, const StringTable& words, std::string& plain) {
  plain.clear();
  while (!text.empty()) {
    std::size_t length = spaced_length(text);
    if (length > 0) {
      append_unspaced(text.substr(0, length), words, plain);
    } else {
      while (length < text.size() && character(text[length]).disguise()) ++length;
      if (length > 0) {
        append_unmasked(text.substr(0, length), words, plain);
      } else {
        plain += text[length++];
      }
    }
    text.remove_prefix(length);
  }
}

}  // namespace elman
