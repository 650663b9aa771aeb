#include "runtime/cutter.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "runtime/disguise.hpp"
#include "runtime/memory.hpp"
#include "runtime/pieces.hpp"
#include "runtime/surface.hpp"
#include "runtime/undisguised.hpp"

namespace elman {

namespace {

constexpr std::size_t kMargin = 64;  // white space on either side of a padded text, so that it is aligned as blocks are
static_assert(kMargin >= Memory::kOverread && kMargin >= Undisguised::kOverread);

// Letters and single spaces, in lower case: `elman.text.clean`.
template <typename Char>
void keep_letters(std::basic_string_view<Char> text, std::basic_string<Char>& out) {
  out.clear();
  bool pending = false;
  for (const Char code : text) {
    const Character& each = character(code);
    pending |= each.space;
    if (!each.letter) continue;
    if (pending && !out.empty()) out += Char{' '};
    pending = false;
    out += static_cast<Char>(each.lower);
  }
}

template <typename Char>
std::basic_string_view<Char> cleaned(const TextSettings& settings, std::basic_string_view<Char> text,
                                     std::basic_string<Char>& out) {
  if (settings.cleaning == Cleaning::clean) {
    keep_letters(text, out);
    text = out;
  }
  if (settings.lowercase) {
    out = text;  // which may be a view of it
    for (Char& each : out) each = static_cast<Char>(character(each).lower);
    text = out;
  }
  return text;
}

template <typename Char>
void cut_one_by_one(const TextSettings& settings, std::basic_string_view<Char> text, Cut& made) {
  made.first.clear();
  made.last.clear();
  const auto end_of = settings.tokenizer == Tokenizer::pieces ? piece_end<Char> : word_end<Char>;
  for (std::size_t start = 0; start < text.size();) {
    if (text[start] == Char{' '}) {
      ++start;
      continue;
    }
    const std::size_t end = end_of(text, start);
    made.first.push_back(static_cast<std::uint32_t>(start));
    made.last.push_back(static_cast<std::uint32_t>(end - 1));
    start = end;
  }
  made.pieces = made.first.size();
}

void check_length(std::size_t characters) {
  if (characters > UINT32_MAX) throw std::length_error("text: expected fewer than 2^32 characters");
}

// Makes one piece of each entity, whose parts were cut as if there were none.
void join_entities(Cut& made) {
  std::size_t joined = 0;
  for (std::size_t each = 0; each < made.pieces; ++each, ++joined) {
    const std::uint32_t start = made.first[joined] = made.first[each];
    if (made.text[start] == '&') {
      const std::size_t last = piece_end(made.text, start) - 1;
      while (made.last[each] < last) ++each;
    }
    made.last[joined] = made.last[each];
  }
  made.pieces = joined;
}

}  // namespace

void Cutter::cut(std::string_view text, Undisguised& undisguised, Cut& made) const {
  check_length(text.size());
  text = cleaned(settings_, text, made.cleaned);
  draw(text, made);
  const Outline& outline = made.outline;
  const auto padded = [&] { return std::string_view(outline.padded).substr(kMargin, text.size()); };
  if (!words_->empty() && outline.hides_words) {
    const bool changed = outline.hides_spaced
                             ? unmask(text, *words_, made.plain)
                             : unmask_mixed(padded(), outline, *words_, undisguised, made.plain);
    if (changed) draw(text = made.plain, made);
  }
  made.is_wide = false;
  made.text = padded();
  made.counts = outline.counts;
  find_pieces(made);
  keep(made);
}

void Cutter::cut(std::u32string_view text, Cut& made) const {
  check_length(text.size());
  text = cleaned(settings_, text, made.wide_cleaned);
  if (!words_->empty() && unmask(text, *words_, made.wide_plain)) text = made.wide_plain;
  made.counts = count_characters(text);
  std::u32string& padded = made.wide_padded;
  padded = U" ";
  for (const char32_t code : text) padded += character(code).space ? U' ' : code;
  padded += U' ';
  made.is_wide = true;
  made.wide_text = std::u32string_view(padded).substr(1, text.size());
  cut_one_by_one(settings_, made.wide_text, made);
  keep(made);
}

void Cutter::draw(std::string_view text, Cut& made) const {
  Outline& outline = made.outline;
  const std::size_t count = text.size() / kBlock + 1;
  if (outline.blocks.size() < count + 2) outline.blocks.resize(count + 2);
  const std::size_t bytes = kMargin + count * kBlock + kMargin;
  if (outline.padded.size() < bytes) outline.padded.assign(bytes, ' ');
  loops_.outline(text.data(), text.size(), outline.padded.data() + kMargin, outline.blocks.data(), outline);
  std::memset(outline.padded.data() + kMargin + count * kBlock, ' ', kMargin);
}

void Cutter::find_pieces(Cut& made) const {
  const Outline& outline = made.outline;
  if (settings_.tokenizer != Tokenizer::pieces) return cut_one_by_one(settings_, made.text, made);
  const std::size_t room = outline.pieces + kSparePlaces;
  if (made.first.size() < room) made.first.resize(room);
  if (made.last.size() < room) made.last.resize(room);
  loops_.cut(outline.blocks.data(), made.text.size() / kBlock + 1, made.first.data(), made.last.data());
  made.pieces = outline.pieces;
  if (outline.ampersand) join_entities(made);
}

void Cutter::keep(Cut& made) const {
  made.kept = std::min(made.pieces, settings_.max_length);
  made.kept_from = settings_.keep_end ? made.pieces - made.kept : 0;
}

}  // namespace elman
