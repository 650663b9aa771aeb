#include "runtime/encoder.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "runtime/surface.hpp"
#include "runtime/utf8.hpp"

namespace elman {

namespace {

constexpr std::size_t kPart = 4096;  // pieces that memory makes room for at a time: few of a long text are new

}  // namespace

void Encoder::cut(std::string_view text, const Memory& memory, Scratch& scratch, KeyedCut& made) const {
  cutter_.cut(text, scratch.undisguised, made);
  if (!settings_.subword) return;
  const std::size_t from = made.looked_from(), count = made.kept_from + made.kept - from;
  if (made.keys.size() < count) made.keys.resize(count);
  for (std::size_t each = 0; each < count; ++each) {
    made.keys[each] = memory.key(made.context(made.text, from + each));
    memory.prefetch(made.keys[each]);
  }
}

void Encoder::look_up(const KeyedCut& cut, Memory& memory, Scratch& scratch, TokenList& tokens) const {
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

// The pieces in a range and, where there is one, the piece before them.
void Encoder::look_up_pieces(const KeyedCut& cut, Range range, Memory& memory, Scratch& scratch) const {
  const std::size_t first = range.first - (range.first > 0), count = range.last - first;
  if (scratch.pieces.size() < count) {
    scratch.pieces.resize(count);
    scratch.left.resize(count);
  }
  memory.make_room(count);
  if (cut.is_wide) {
    for (std::size_t each = 0; each < count; ++each) {
      scratch.pieces[each] = &memory.piece(cut.context(cut.wide_text, first + each));
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
    const std::string_view here = cut.context(cut.text, first + each);
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

void Encoder::add_pieces(Range range, Memory& memory, Scratch& scratch, TokenList& tokens) const {
  const Piece* const* const pieces = scratch.pieces.data() + (range.first > 0);
  const std::size_t count = range.last - range.first;
  Token* const added = tokens.add(count);
  std::size_t apart = 0;
  for (std::size_t each = 0; each < count; ++each) {
    const Piece& here = *pieces[each];
    const std::uint32_t pair = scratch.pairs[each];
    if (here.token.row == nullptr) [[unlikely]] {
      added[each] = memory.lone(pair == kNone ? kUnknownId : pair);
      continue;
    }
    // Written down whether or not it counts: no branch can predict which pieces have such a pair.
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
void Encoder::add_whole(const Cut& cut, Memory& memory, TokenList& tokens) const {
  for (std::size_t each = cut.kept_from; each < cut.kept_from + cut.kept; ++each) {
    const std::string token = cut.is_wide ? to_utf8(cut.piece(cut.wide_text, each)) : to_utf8(cut.piece(cut.text, each));
    *tokens.add(1) = memory.lone(dictionary_.token_id(token));
  }
}

void Encoder::add_surface(const Counts& counts, Memory& memory, TokenList& tokens) const {
  if (settings_.surface_tokens) {
    const auto bins = surface_bins(counts);
    Token* const added = tokens.add(bins.size());
    for (std::size_t which = 0; which < bins.size(); ++which) {
      added[which] = memory.lone(dictionary_.surface_id(which, bins[which]));
    }
  }
  if (settings_.feeds_padding) {
    const std::size_t count = settings_.max_length - std::min(settings_.max_length, tokens.size());
    std::fill_n(tokens.add(count), count, memory.lone(kPadId));
  }
}

}  // namespace elman
