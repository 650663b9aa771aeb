#include "runtime/disguise.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/alphabet.hpp"
#include "runtime/utf8.hpp"

namespace elman {

namespace {

constexpr std::size_t kShortest = 3;  // letters of a word worth hiding
constexpr std::size_t kLongest = 24;  // letters of a word that is looked for among others

template <typename Char>
using View = std::basic_string_view<Char>;
template <typename Char>
using String = std::basic_string<Char>;

template <typename Char>
bool is_between(Char each) {
  const char32_t code = code_of(each);
  return code == ' ' || code == '.' || code == '*' || code == '_' || code == '-';
}

template <typename Char>
String<Char> lower(View<Char> text) {
  String<Char> result(text);
  for (Char& each : result) each = static_cast<Char>(character(each).lower);
  return result;
}

template <typename Char>
bool contains(const StringTable& words, View<Char> word) {
  if constexpr (sizeof(Char) == 1) {
    const bool ascii = std::all_of(word.begin(), word.end(), [](Char each) { return code_of(each) < 128; });
    if (ascii) return words.contains(word);
  }
  return words.contains(to_utf8(word));
}

template <typename Char>
bool contains(const StringTable& words, const String<Char>& word) {
  return contains(words, View<Char>(word));
}

template <typename Char>
View<Char> without_trailing(View<Char> run) {
  while (!run.empty() && character(run.back()).trailing) run.remove_suffix(1);
  return run;
}

template <typename Char>
bool is_ascii_letter(Char code) {
  return code_of(code) < 128 && character(code).letter;
}

template <typename Char>
bool is_ascii_digit(Char code) {
  return code_of(code) < 128 && character(code).digit;
}

// Letters alone, numbers, with a unit of one letter too, ordinal numbers, hours and sums of money; all in ASCII.
template <typename Char>
bool is_plain(View<Char> run) {
  const auto letters_end = std::find_if_not(run.begin(), run.end(), is_ascii_letter<Char>);
  if (letters_end == run.end()) return !run.empty();
  const auto digits_end = [&](auto from) { return std::find_if_not(from, run.end(), is_ascii_digit<Char>); };
  if (letters_end == run.begin() && is_ascii_digit(run[0])) {
    const auto unit_at = digits_end(run.begin());
    const auto length = run.end() - unit_at;
    if (length == 0) return true;
    if (length == 1) return is_ascii_letter(*unit_at);
    if (length != 2) return false;
    const char32_t one = character(unit_at[0]).lower, other = character(unit_at[1]).lower;
    return (one == 's' && other == 't') || (one == 'n' && other == 'd') || (one == 'r' && other == 'd') ||
           (one == 't' && other == 'h') || ((one == 'a' || one == 'p') && other == 'm');
  }
  const char32_t sign = code_of(*letters_end);
  const bool money = sign == '$' || sign == 0xa3 || sign == 0x20ac;
  return money && letters_end - run.begin() <= 2 && letters_end + 1 != run.end() &&
         digits_end(letters_end + 1) == run.end();
}

// What a run may stand for in lower-case letters: once with 1, ! and | for i, once for l. Gives nothing that is not
// letters.
template <typename Char>
class Readings {
 public:
  explicit Readings(View<Char> run) {
    for (const Char one : {Char{'i'}, Char{'l'}}) {
      String<Char> reading;
      for (const Char each : run) {
        const bool either = each == Char{'1'} || each == Char{'!'} || each == Char{'|'};
        reading += either ? one : static_cast<Char>(character(each).bare);
      }
      const auto is_letter = [](Char each) { return character(each).letter; };
      const bool letters = std::all_of(reading.begin(), reading.end(), is_letter);
      if (letters && !reading.empty() && (count_ == 0 || readings_[0] != reading)) readings_[count_++] = reading;
    }
  }
  const String<Char>* begin() const { return readings_.data(); }
  const String<Char>* end() const { return readings_.data() + count_; }

 private:
  std::array<String<Char>, 2> readings_;
  std::size_t count_ = 0;
};

template <typename Char>
bool has_letter(View<Char> run) {
  return std::any_of(run.begin(), run.end(), [](Char each) { return character(each).letter; });
}

template <typename Char>
void append_in_case_of(View<Char> run, View<Char> plain, String<Char>& out) {
  const auto cased = [](Char each) { return character(each).cased; };
  const auto fits_capitals = [&](Char each) { return character(each).upper || !cased(each); };
  const bool shouted =
      std::any_of(run.begin(), run.end(), cased) && std::all_of(run.begin(), run.end(), fits_capitals);
  const bool capitalised = !run.empty() && character(run[0]).upper;
  for (std::size_t place = 0; place < plain.size(); ++place) {
    const bool raised = shouted || (capitalised && place == 0);
    out += raised ? static_cast<Char>(character(plain[place]).capital) : plain[place];
  }
}

// Whether the run is known, or like a number: then it is no disguise.
template <typename Char>
bool is_known(View<Char> run, View<Char> core, const StringTable& words) {
  if (is_plain(run)) return true;
  const String<Char> lowered = lower(run);
  return contains(words, lowered) ||
         (core.size() < run.size() && contains(words, View<Char>(lowered).substr(0, core.size())));
}

template <typename Char>
bool append_unmasked(View<Char> run, const StringTable& words, String<Char>& out) {
  const View<Char> core = without_trailing(run);
  if (has_letter(run) && !is_known(run, core, words)) {
    for (const View<Char> hidden : {run, core}) {
      for (const String<Char>& plain : Readings<Char>(hidden)) {
        if (plain.size() >= kShortest && contains(words, plain) && has_letter(hidden)) {
          append_in_case_of(hidden, View<Char>(plain), out);
          out += run.substr(hidden.size());
          return true;
        }
      }
    }
  }
  out += run;
  return false;
}

// Where the fewest known words end that the letters spell one after the other; nowhere if they spell none.
template <typename Char>
std::vector<std::size_t> divide(View<Char> letters, const StringTable& words) {
  struct Best {
    std::size_t words = SIZE_MAX, start = 0;
  };
  std::vector<Best> best(letters.size() + 1);
  best[0] = {0, 0};
  for (std::size_t end = kShortest; end <= letters.size(); ++end) {
    for (std::size_t start = end > kLongest ? end - kLongest : 0; start + kShortest <= end; ++start) {
      if (best[start].words < SIZE_MAX && best[start].words + 1 < best[end].words &&
          contains(words, letters.substr(start, end - start))) {
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

template <typename Char>
bool append_unspaced(View<Char> spaced, const StringTable& words, String<Char>& out) {
  String<Char> letters;
  for (std::size_t place = 0; place < spaced.size(); place += 2) letters += spaced[place];
  const String<Char> lowered = lower(View<Char>(letters));
  const bool kisses = lowered.find_first_not_of(lowered[0]) == String<Char>::npos;  // x x x
  if (!kisses && has_letter(View<Char>(letters)) && !contains(words, lower(spaced))) {
    for (const String<Char>& plain : Readings<Char>(letters)) {
      const std::vector<std::size_t> ends = divide(View<Char>(plain), words);
      std::size_t start = 0;
      for (const std::size_t end : ends) {
        if (start > 0) out += Char{' '};
        append_in_case_of(View<Char>(letters).substr(start, end - start), View<Char>(plain).substr(start, end - start),
                          out);
        start = end;
      }
      if (!ends.empty()) return true;
    }
  }
  out += spaced;
  return false;
}

// The length of the letters one by one that begin here, all with the same sign between them; 0 if there are no three.
template <typename Char>
std::size_t spaced_length(View<Char> text) {
  if (text.size() < 5 || !is_between(text[1]) || !character(text[0]).alnum()) return 0;
  std::size_t length = 1;
  while (length + 1 < text.size() && text[length] == text[1] && character(text[length + 1]).alnum()) length += 2;
  std::size_t behind = length;
  while (behind < text.size() && character(text[behind]).trailing) ++behind;
  if (behind < text.size() && character(text[behind]).disguise()) length -= 2;  // the last letter begins a word
  return length >= 5 ? length : 0;
}

template <typename Char>
bool unmask_any(View<Char> text, const StringTable& words, String<Char>& plain) {
  bool changed = false;
  plain.clear();
  while (!text.empty()) {
    std::size_t length = spaced_length(text);
    if (length > 0) {
      changed |= append_unspaced(text.substr(0, length), words, plain);
    } else {
      while (length < text.size() && character(text[length]).disguise()) ++length;
      if (length > 0) {
        changed |= append_unmasked(text.substr(0, length), words, plain);
      } else {
        plain += text[length++];
      }
    }
    text.remove_prefix(length);
  }
  return changed;
}

// The run of letters, digits and what imitates letters that a place belongs to.
std::pair<std::size_t, std::size_t> run_around(std::string_view text, const Outline& outline, std::size_t place) {
  const auto in_run = [&](std::size_t block) { return outline.blocks[block].letter | outline.blocks[block].sign; };
  const std::size_t block = place / kBlock + 1, bit = place % kBlock;
  const std::uint64_t here = in_run(block);
  const std::uint64_t back = here << (kBlock - 1 - bit) | in_run(block - 1) >> 1 >> bit;  // the place is the highest
  const std::uint64_t ahead = here >> bit | in_run(block + 1) << 1 << (kBlock - 1 - bit);  // .. the lowest
  std::size_t start = place + 1 - static_cast<std::size_t>(std::countl_one(back));
  std::size_t end = place + static_cast<std::size_t>(std::countr_one(ahead));
  while (start > 0 && character(text[start - 1]).disguise()) --start;  // those longer than a block
  while (end < text.size() && character(text[end]).disguise()) ++end;
  return {start, end};
}

}  // namespace

bool unmask(std::string_view text, const StringTable& words, std::string& plain) {
  return unmask_any(text, words, plain);
}

bool unmask(std::u32string_view text, const StringTable& words, std::u32string& plain) {
  return unmask_any(text, words, plain);
}

bool unmask_mixed(std::string_view text, const Outline& outline, const StringTable& words, Undisguised& undisguised,
                  std::string& plain) {
  bool changed = false;
  std::size_t copied = 0, looked_at = 0;  // so far of the text
  plain.clear();
  for (std::size_t each = 0; each <= text.size() / kBlock; ++each) {
    for (std::uint64_t left = outline.blocks[each + 1].mixed; left != 0; left &= left - 1) {
      const std::size_t place = each * kBlock + static_cast<std::size_t>(std::countr_zero(left));
      if (place < looked_at) continue;
      const auto [start, end] = run_around(text, outline, place);
      looked_at = end;
      const std::string_view run = text.substr(start, end - start);
      if (undisguised.contains(run)) continue;
      plain += text.substr(copied, start - copied);
      copied = end;
      if (append_unmasked(run, words, plain)) {
        changed = true;
      } else {
        undisguised.add(run);
      }
    }
  }
  if (changed) plain += text.substr(copied);
  return changed;
}

}  // namespace elman
