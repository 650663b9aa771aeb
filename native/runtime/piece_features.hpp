// What a piece of text is made of: `elman.text.features`.
#pragma once

#include <string>
#include <string_view>

#include "runtime/string_table.hpp"
#include "runtime/text_settings.hpp"

namespace elman {

// The features of a piece, in UTF-8, each once and in their order. `context` is the piece between its neighbours, white
// space being ' '.
StringTable piece_features(std::u32string_view context, const TextSettings& settings);

// A piece as pairs know it, of such a context: in lower case, a number by its length alone.
std::string pair_word(std::u32string_view context);

// The pair of a piece and the word before it, of which the text's start is `kStart`.
std::string pair_feature(std::string_view previous, std::string_view word);

inline constexpr char kPair = '_';
inline constexpr std::string_view kStart = "<";

}  // namespace elman
