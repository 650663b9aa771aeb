// A census of texts as Python holds them.
#pragma once

#include <nanobind/nanobind.h>

namespace elman {

// What `Census` finds in a list of strings: its features as strings, and the counts, the tokens' sizes and features,
// the places and the lengths as bytes, the first of eight-byte numbers and the others of four-byte ones. `cut` gives the
// features of each token of a text that has to be read in Python, as bytes: UTF-8, halves of pairs by themselves too.
nanobind::tuple census(const nanobind::object& preset, const nanobind::list& texts, nanobind::callable spell,
                       nanobind::callable describe, const nanobind::callable& cut);

}  // namespace elman
