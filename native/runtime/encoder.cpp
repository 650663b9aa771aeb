#include "encoder.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "disguise.hpp"
#include "pieces.hpp"
#include "surface.hpp"
#include "utf8.hpp"

namespace elman {

namespace {

constexpr std::size_t kPart = 4096;  // pieces that memory makes room for at a time: few of a long text are new
constexpr std::size_t kMargin = 64;  // white space before a padded text, so that it is aligned as blocks are

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
    std::basic_string<Char> lowered(text);
    for (Char& each : lowered) each = static_cast<Char>(character(each).lower);
    out = std::move(lowered);
    text = out;
  }
  return text;
}

template <typename Char>
void cut_one_by_one(const TextSettings& settings, std::basic_string_view<Char> text, Encoder::Cut& made) {
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

// A piece between its neighbours.
template <typename Char>
std::basic_string_view<Char> context(std::basic_string_view<Char> text, const Encoder::Cut& cut, std::size_t each) {
  return {text.data() + cut.first[each] - 1, std::size_t{cut.last[each]} - cut.first[each] + 3};
}

template <typename Char>
std::string utf8_of(std::basic_string_view<Char> text, const Encoder::Cut& cut, std::size_t each) {
  return to_utf8(text.substr(cut.first[each], std::size_t{cut.last[each]} - cut.first[each] + 1));
}

// Makes one piece of each entity, whose parts were cut as if there were none.
void join_entities(Encoder::Cut& made) {
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

void Encoder::cut(std::string_view text, const Memory& memory, Scratch& scratch, Cut& made) const {
  check_length(text.size());
  text = cleaned(settings_, text, made.cleaned);
  draw(text, made);
  const Outline& outline = made.outline;
  const auto padded = [&] { return std::string_view(outline.padded).substr(kMargin, text.size()); };
  if (!words_->empty() && outline.hides_words) {
    const bool changed = outline.hides_spaced
                             ? unmask(text, *words_, made.plain)
                             : unmask_mixed(padded(), outline, *words_, scratch.undisguised, made.plain);
    if (changed) draw(text = made.plain, made);
  }
  made.is_wide = false;
  made.text = padded();
  made.counts = outline.counts;
  find_pieces(made);
  keep(made);
  if (!settings_.subword) return;
  const std::size_t from = made.looked_from(), count = made.kept_from + made.kept - from;
  if (made.keys.size() < count) made.keys.resize(count);
  for (std::size_t each = 0; each < count; ++each) {
    made.keys[each] = Memory::key(context(made.text, made, from + each));
    memory.prefetch(made.keys[each]);
  }
}

void Encoder::cut(std::u32string_view text, Cut& made) const {
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

void Encoder::look_up(const Cut& cut, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  tokens.clear();
  const std::size_t end = cut.kept_from + cut.kept;
  if (!settings_.subword) {
    add_whole(cut, memory, tokens);
  } else {
    for (Range part = {cut.kept_from, cut.kept_from}; part.last < end;) {
      part = {part.last, std::min(part.last + kPart, end)};
      look_up_pieces(cut, part, memory, scratch);
      look_up_pairs(part, scratch);
      add_pieces(part, memory, scratch, tokens);
    }
  }
  add_surface(cut.counts, memory, tokens);
}

void Encoder::draw(std::string_view text, Cut& made) const {
  Outline& outline = made.outline;
  const std::size_t count = text.size() / kBlock + 1;
  if (outline.blocks.size() < count + 2) outline.blocks.resize(count + 2);
  const std::size_t bytes = kMargin + count * kBlock + kMargin;
  if (outline.padded.size() < bytes) outline.padded.assign(bytes, ' ');
  kernels_.outline(text.data(), text.size(), outline.padded.data() + kMargin, outline.blocks.data(), outline);
  std::memset(outline.padded.data() + kMargin + count * kBlock, ' ', kMargin);
}

void Encoder::find_pieces(Cut& made) const {
  const Outline& outline = made.outline;
  if (settings_.tokenizer != Tokenizer::pieces) return cut_one_by_one(settings_, made.text, made);
  const std::size_t room = outline.pieces + kSparePlaces;
  if (made.first.size() < room) made.first.resize(room);
  if (made.last.size() < room) made.last.resize(room);
  kernels_.cut(outline.blocks.data(), made.text.size() / kBlock + 1, made.first.data(), made.last.data());
  made.pieces = outline.pieces;
  if (outline.ampersand) join_entities(made);
}

void Encoder::keep(Cut& made) const {
  made.kept = std::min(made.pieces, settings_.max_length);
  made.kept_from = settings_.keep_end ? made.pieces - made.kept : 0;
}

// The pieces in a range and, where there is one, the piece before them.
void Encoder::look_up_pieces(const Cut& cut, Range range, Memory& memory, Scratch& scratch) const {
  const std::size_t first = range.first - (range.first > 0), count = range.last - first;
  if (scratch.pieces.size() < count) {
    scratch.pieces.resize(count);
    scratch.left.resize(count);
  }
  memory.make_room(count);
  if (cut.is_wide) {
    for (std::size_t each = 0; each < count; ++each) {
      scratch.pieces[each] = &memory.piece(context(cut.wide_text, cut, first + each));
    }
    return;
  }
  const Memory::Key* const keys = cut.keys.data() + (first - cut.looked_from());
  std::size_t left = 0;
  for (std::size_t each = 0; each < count; ++each) {
    scratch.left[left] = static_cast<std::uint32_t>(each);
    left += !memory.glance(keys[each], scratch.pieces[each]);
  }
  for (std::size_t which = 0; which < left; ++which) {
    const std::size_t each = scratch.left[which];
    const std::string_view here = context(cut.text, cut, first + each);
    scratch.pieces[each] =
        keys[each].length <= Memory::kLongestKey ? &memory.piece(keys[each], here) : &memory.long_piece(here);
  }
}

// The pair of each piece in a range with the word before it.
void Encoder::look_up_pairs(Range range, Scratch& scratch) const {
  const bool begins = range.first == 0;
  const Piece* const* const pieces = scratch.pieces.data() + !begins;
  const std::size_t count = range.last - range.first;
  if (scratch.pairs.size() < count) {
    scratch.pairs.resize(count);
    scratch.apart.resize(count);
  }
  const auto previous = [&](std::size_t each) {
    return each == 0 && begins ? dictionary_.pair_start() : pieces[static_cast<std::ptrdiff_t>(each) - 1]->word.number;
  };
  std::size_t left = 0;
  std::uint32_t last = count == 0 ? kNone : previous(0);
  for (std::size_t each = 0; each < count; ++each) {
    const Dictionary::Word& word = pieces[each]->word;
    scratch.left[left] = static_cast<std::uint32_t>(each);
    left += !dictionary_.glance(last, word, scratch.pairs[each]);
    last = word.number;
  }
  for (std::size_t which = 0; which < left; ++which) {
    const std::size_t each = scratch.left[which];
    scratch.pairs[each] = dictionary_.pair_id(previous(each), pieces[each]->word);
  }
}

void Encoder::add_pieces(Range range, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  const Piece* const* const pieces = scratch.pieces.data() + (range.first > 0);
  const std::size_t count = range.last - range.first;
  const std::size_t before = tokens.size();
  tokens.resize(before + count);
  Token* const added = tokens.data() + before;
  std::size_t apart = 0;
  for (std::size_t each = 0; each < count; ++each) {
    const Piece& here = *pieces[each];
    const std::uint32_t pair = scratch.pairs[each];
    if (here.token.row == nullptr) [[unlikely]] {
      added[each] = memory.lone(pair == kNone ? kUnknownId : pair);
      continue;
    }
    // Written down whether or not it counts: which pieces have such a pair is beyond guessing.
    added[each] = here.token;
    added[each].pair = pair;
    scratch.apart[apart] = static_cast<std::uint32_t>(each);
    apart += !memory.is_beside(pair);
    memory.prefetch(here, pair);
  }
  for (std::size_t which = 0; which < apart; ++which) {
    const std::size_t each = scratch.apart[which];
    added[each] = memory.paired(*pieces[each], scratch.pairs[each]);
    memory.prefetch(added[each]);
  }
}

// Tokens that are their own only features.
void Encoder::add_whole(const Cut& cut, Memory& memory, std::vector<Token>& tokens) const {
  for (std::size_t each = cut.kept_from; each < cut.kept_from + cut.kept; ++each) {
    const std::string token = cut.is_wide ? utf8_of(cut.wide_text, cut, each) : utf8_of(cut.text, cut, each);
    tokens.push_back(memory.lone(dictionary_.token_id(token)));
  }
}

void Encoder::add_surface(const Counts& counts, Memory& memory, std::vector<Token>& tokens) const {
  if (settings_.surface_tokens) {
    const auto bins = surface_bins(counts);
    const std::size_t before = tokens.size();
    tokens.resize(before + bins.size());
    for (std::size_t which = 0; which < bins.size(); ++which) {
      tokens[before + which] = memory.lone(dictionary_.surface_id(which, bins[which]));
    }
  }
  if (settings_.feeds_padding) tokens.resize(settings_.max_length, memory.lone(kPadId));
}

}  // namespace elman
