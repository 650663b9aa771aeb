// What a message looks like as a whole, as seven coarse tokens: `elman.text.surface`.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/outline.hpp"

namespace elman {

inline constexpr std::array<std::string_view, 7> kSurfaceNames = {"length", "digits",  "capitals", "run",
                                                                  "word",   "symbols", "numbers"};

Counts count_characters(std::u32string_view text);

// The token of such a name and bin, as a feature.
std::string surface_feature(std::size_t which, std::size_t bin);

// The bin of each token, in the order of the names.
std::array<std::size_t, 7> surface_bins(const Counts& counts);

}  // namespace elman
