#include "encoder.hpp"

#include <algorithm>

#include "disguise.hpp"
#include "latin1.hpp"
#include "pieces.hpp"
#include "surface.hpp"

namespace elman {

namespace {

// Letters and single spaces, in lower case: `elman.text.clean`.
void keep_letters(std::string_view text, std::string& out) {
  out.clear();
  bool pending = false;
  for (const char code : text) {
    const Character& each = character(code);
    pending |= each.space;
    if (!each.letter) continue;
    if (pending && !out.empty()) out += ' ';
    pending = false;
    out += static_cast<char>(each.lower);
  }
}

}  // namespace

bool Encoder::covers(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char each) { return character(each).covered; });
}

void Encoder::encode(std::string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const {
  tokens.clear();
  text = cleaned(text, scratch);
  cut(text, scratch);
  const std::size_t count = scratch.spans.size(), kept = std::min(count, settings_.max_length);
  const std::size_t first = settings_.keep_end ? count - kept : 0;
  add_pieces(text, first, first + kept, memory, scratch, tokens);
  if (settings_.surface_tokens) {
    const auto bins = surface_bins(text);
    for (std::size_t which = 0; which < bins.size(); ++which) {
      tokens.push_back(memory.lone(dictionary_.surface_id(which, bins[which])));
    }
  }
  if (settings_.feeds_padding) tokens.resize(settings_.max_length, memory.lone(kPadId));
}

// The text as it is cut, white space as ' ', one more at either end, and what may be read over its end.
std::string_view Encoder::cleaned(std::string_view text, Scratch& scratch) const {
  if (settings_.cleaning == Cleaning::clean) {
    keep_letters(text, scratch.cleaned);
    text = scratch.cleaned;
  }
  if (settings_.lowercase) {
    std::string lowered(text);
    for (char& each : lowered) each = static_cast<char>(character(each).lower);
    text = scratch.cleaned = std::move(lowered);
  }
  if (!words_.empty() && may_hide_words(text)) {
    unmask(text, words_, scratch.plain);
    text = scratch.plain;
  }
  std::string& padded = scratch.padded;
  padded.resize(1 + text.size() + 1 + Memory::kOverread);
  padded[0] = ' ';
  for (std::size_t place = 0; place < text.size(); ++place) {
    padded[place + 1] = character(text[place]).space ? ' ' : text[place];
  }
  std::fill(padded.begin() + static_cast<std::ptrdiff_t>(text.size()) + 1, padded.end(), ' ');
  return std::string_view(padded).substr(1, text.size());
}

void Encoder::cut(std::string_view text, Scratch& scratch) const {
  scratch.spans.clear();
  const auto end_of = settings_.tokenizer == Tokenizer::pieces ? piece_end : word_end;
  for (std::size_t start = 0; start < text.size();) {
    if (text[start] == ' ') {
      ++start;
      continue;
    }
    const std::size_t end = end_of(text, start);
    scratch.spans.push_back({start, end});
    start = end;
  }
}

void Encoder::add_pieces(std::string_view text, std::size_t first, std::size_t last, Memory& memory,
                         const Scratch& scratch, std::vector<Token>& tokens) const {
  if (!settings_.subword) {
    for (std::size_t each = first; each < last; ++each) {
      const auto [start, end] = scratch.spans[each];
      tokens.push_back(memory.lone(dictionary_.token_id(text.substr(start, end - start))));
    }
    return;
  }
  const auto piece = [&](std::size_t each) -> const Piece& {
    const auto [start, end] = scratch.spans[each];
    return memory.piece({text.data() + start - 1, end - start + 2});
  };
  std::uint32_t previous = first == 0 ? dictionary_.pair_start() : piece(first - 1).word;
  for (std::size_t each = first; each < last; ++each) {
    const Piece& here = piece(each);
    const std::uint32_t pair = dictionary_.pair_id(previous, here.word);
    previous = here.word;
    if (here.token.count == 0) {
      tokens.push_back(memory.lone(pair == kNone ? kUnknownId : pair));
      continue;
    }
    tokens.push_back(memory.whole(here.token, pair));
  }
}

}  // namespace elman
