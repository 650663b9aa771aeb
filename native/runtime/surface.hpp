// What a message looks like as a whole, as seven coarse tokens: `elman.text.surface`.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace elman {

inline constexpr std::array<std::string_view, 7> kSurfaceNames = {"length", "digits",  "capitals", "run",
                                                                  "word",   "symbols", "numbers"};

// The bin of each token, in the order of the names.
std::array<std::size_t, 7> surface_bins(std::string_view text);

}  // namespace elman
