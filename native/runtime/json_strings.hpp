// A vocabulary as a model folder has it, read without Python: a JSON list of strings.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/string_table.hpp"

namespace elman {

// The strings of a JSON list, all different, in UTF-8. None if the text is anything else; or if it holds what another
// reader decides about: characters beyond ASCII as they are, or half of a surrogate pair.
std::optional<StringTable> read_json_strings(std::string_view json);

}  // namespace elman
