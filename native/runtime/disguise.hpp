// Words in disguise, read as the known words they imitate: `elman.text.disguise`.
#pragma once

#include <string>
#include <string_view>

#include "runtime/outline.hpp"
#include "runtime/string_table.hpp"
#include "runtime/undisguised.hpp"

namespace elman {

// Writes the text with its disguised words in plain, and tells whether that is another text; `words` are known ones in
// lower case, in UTF-8. Characters are those of U+0000 to U+00FF, or code points.
bool unmask(std::string_view text, const StringTable& words, std::string& plain);
bool unmask(std::u32string_view text, const StringTable& words, std::u32string& plain);

// The same where an outline, of this text, knows of no letters that stand apart: looks only where kinds are mixed. Behind
// the text there are `Undisguised::kOverread` readable bytes.
bool unmask_mixed(std::string_view text, const Outline& outline, const StringTable& words, Undisguised& undisguised,
                  std::string& plain);

}  // namespace elman
