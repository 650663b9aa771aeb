// Words in disguise, read as the known words they imitate: `elman.text.disguise` for texts of one byte a character.
#pragma once

#include <string>
#include <string_view>

#include "string_table.hpp"

namespace elman {

// Whether `unmask` might change a text; false is certain.
bool may_hide_words(std::string_view text);

// Writes the text with its disguised words in plain; `words` are known ones in lower case.
void unmask(std::string_view text, const StringTable& words, std::string& plain);

}  // namespace elman
