#include "encoder.hpp"

#include <algorithm>

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
void cut_one_by_one(const TextSettings& settings, std::basic_string_view<Char> text, std::vector<Span>& spans) {
  spans.clear();
  const auto end_of = settings.tokenizer == Tokenizer::pieces ? piece_end<Char> : word_end<Char>;
  for (std::size_t start = 0; start < text.size();) {
    if (text[start] == Char{' '}) {
      ++start;
      continue;
    }
    const std::size_t end = end_of(text, start);
    spans.push_back({start, end});
    start = end;
  }
}

}  // namespace

void Encoder::encode(std::string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  tokens.clear();
  text = cleaned(settings_, text, scratch.cleaned);
  draw(text, scratch);
  if (!words_->empty() && scratch.outline.hides_words) {
    const Outline& outline = scratch.outline;
    const bool changed = outline.hides_spaced ? unmask(text, *words_, scratch.plain)
                                              : unmask_mixed(text, outline, *words_, scratch.undisguised, scratch.plain);
    if (changed) draw(text = scratch.plain, scratch);
  }
  text = std::string_view(scratch.outline.padded).substr(kMargin, text.size());
  cut(text, scratch);
  const Range range = kept(scratch);
  if (settings_.subword) {
    for (Range part = {range.first, range.first}; part.last < range.last;) {
      part = {part.last, std::min(part.last + kPart, range.last)};
      look_up(text, part, memory, scratch);
      add_pieces(part, memory, scratch, tokens);
    }
  } else {
    for (std::size_t each = range.first; each < range.last; ++each) {
      const auto [start, end] = scratch.spans[each];
      const std::string_view token = text.substr(start, end - start);
      const bool ascii = std::all_of(token.begin(), token.end(), [](char code) { return code_of(code) < 128; });
      tokens.push_back(memory.lone(ascii ? dictionary_.token_id(token) : dictionary_.token_id(to_utf8(token))));
    }
  }
  add_surface(scratch.outline.counts, memory, tokens);
}

void Encoder::encode(std::u32string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  tokens.clear();
  text = cleaned(settings_, text, scratch.wide_cleaned);
  if (!words_->empty() && unmask(text, *words_, scratch.wide_plain)) text = scratch.wide_plain;
  const Counts counts = count_characters(text);
  std::u32string padded = U" ";
  for (const char32_t code : text) padded += character(code).space ? U' ' : code;
  padded += U' ';
  text = std::u32string_view(padded).substr(1, text.size());
  cut_one_by_one(settings_, text, scratch.spans);
  const Range range = kept(scratch);
  if (settings_.subword) {
    for (Range part = {range.first, range.first}; part.last < range.last;) {
      part = {part.last, std::min(part.last + kPart, range.last)};
      scratch.pieces.clear();
      memory.make_room(part.last - part.first + 1);
      for (std::size_t each = part.first - (part.first > 0); each < part.last; ++each) {
        const auto [start, end] = scratch.spans[each];
        scratch.pieces.push_back(&memory.piece(std::u32string_view(padded).substr(start, end - start + 2)));
      }
      add_pieces(part, memory, scratch, tokens);
    }
  } else {
    for (std::size_t each = range.first; each < range.last; ++each) {
      const auto [start, end] = scratch.spans[each];
      tokens.push_back(memory.lone(dictionary_.token_id(to_utf8(text.substr(start, end - start)))));
    }
  }
  add_surface(counts, memory, tokens);
}

void Encoder::draw(std::string_view text, Scratch& scratch) const {
  Outline& outline = scratch.outline;
  const std::size_t count = text.size() / kBlock + 1;
  if (outline.blocks.size() < count + 2) outline.blocks.resize(count + 2);
  const std::size_t bytes = kMargin + count * kBlock + kMargin;
  if (outline.padded.size() < bytes) outline.padded.assign(bytes, ' ');
  kernels_.outline(text.data(), text.size(), outline.padded.data() + kMargin, outline.blocks.data(), outline);
  std::fill_n(outline.padded.begin() + static_cast<std::ptrdiff_t>(kMargin + count * kBlock), kMargin, ' ');
}

void Encoder::cut(std::string_view text, Scratch& scratch) const {
  if (scratch.outline.ampersand || settings_.tokenizer != Tokenizer::pieces) {
    cut_one_by_one(settings_, text, scratch.spans);
    return;
  }
  scratch.spans.resize(scratch.outline.pieces + kSpareSpans);
  kernels_.cut(scratch.outline.blocks.data(), text.size() / kBlock + 1, scratch.spans.data());
  scratch.spans.resize(scratch.outline.pieces);
}

Encoder::Range Encoder::kept(const Scratch& scratch) const {
  const std::size_t count = scratch.spans.size(), kept = std::min(count, settings_.max_length);
  const std::size_t first = settings_.keep_end ? count - kept : 0;
  return {first, first + kept};
}

// The pieces in a range and, where there is one, the piece before them. What is needed of memory is called for well
// before it is used.
void Encoder::look_up(std::string_view text, Range range, Memory& memory, Scratch& scratch) const {
  const std::size_t first = range.first - (range.first > 0), count = range.last - first;
  const auto context = [&](std::size_t each) {
    const auto [start, end] = scratch.spans[first + each];
    return std::string_view(text.data() + start - 1, end - start + 2);
  };
  scratch.keys.resize(count);
  scratch.pieces.resize(count);
  memory.make_room(count);
  for (std::size_t each = 0; each < count; ++each) {
    Memory::Key& key = scratch.keys[each];
    key = Memory::key(context(each));
    memory.prefetch(key);
  }
  for (std::size_t each = 0; each < count; ++each) {
    const Memory::Key& key = scratch.keys[each];
    const bool is_short = key.length <= Memory::kLongestKey;
    scratch.pieces[each] = is_short ? &memory.piece(key, context(each)) : &memory.long_piece(context(each));
  }
}

void Encoder::add_pieces(Range range, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  const Piece* const* pieces = scratch.pieces.data();
  std::uint32_t previous = range.first == 0 ? dictionary_.pair_start() : (*pieces++)->word;
  const std::size_t count = range.last - range.first;
  const std::size_t before = tokens.size();
  tokens.resize(before + count);
  Token* const added = tokens.data() + before;
  scratch.pairs.resize(count);
  scratch.apart.resize(count);
  std::size_t apart = 0;
  for (std::size_t each = 0; each < count; ++each) {
    const Piece& here = *pieces[each];
    const std::uint32_t pair = dictionary_.pair_id(previous, here.word);
    scratch.pairs[each] = pair;
    previous = here.word;
    if (here.token.row == nullptr) [[unlikely]] {
      added[each] = memory.lone(pair == kNone ? kUnknownId : pair);
      continue;
    }
    // Written down whether or not it counts: which pieces have such a pair is beyond guessing.
    added[each] = here.token;
    added[each].pair = pair;
    scratch.apart[apart] = static_cast<std::uint32_t>(each);
    apart += !memory.is_beside(pair);
    memory.prefetch(added[each]);
  }
  for (std::size_t which = 0; which < apart; ++which) {
    memory.prefetch(*pieces[scratch.apart[which]], scratch.pairs[scratch.apart[which]]);
  }
  for (std::size_t which = 0; which < apart; ++which) {
    const std::size_t each = scratch.apart[which];
    added[each] = memory.paired(*pieces[each], scratch.pairs[each]);
    memory.prefetch(added[each]);
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
