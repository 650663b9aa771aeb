// The module `elman._native`: a model as a Python object, `str` in, probabilities out.

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <exception>

#include "core/active_isa.hpp"
#include "runtime/finite.hpp"
#include "runtime/python_census.hpp"
#include "runtime/python_model.hpp"
#include "runtime/python_strings.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

// What a text that overflows its model is called in Python.
void raise_overflow(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const elman::Overflow&) {
    const nb::object error = nb::module_::import_("elman.runtime.overflow").attr("overflowed")();
    PyErr_SetObject(error.type().ptr(), error.ptr());
  }
}

}  // namespace

NB_MODULE(_native, module) {
  using elman::PythonModel;
  using elman::Strings;
  nb::register_exception_translator(raise_overflow);
  nb::set_leak_warnings(false);  // a model that lives as long as the interpreter is no mistake
  module.attr("__doc__") = "The compiled core that answers: texts in, probabilities out.";
  module.def("instruction_set", [] { return elman::name(elman::active_isa()); }, "The one in use; at first, the best.");
  module.def("instruction_sets", &elman::instruction_sets, "Those it can use on this processor, the best last.");
  module.def("use", &elman::use, "instruction_set"_a,
             "Have models made from here on use another; ValueError if this processor does not have it.");
  module.def("all_finite", &elman::all_finite, "data"_a, "Whether the float32 numbers in a buffer are all finite.");
  nb::class_<Strings>(module, "Strings", "Different strings in an order, held outside of Python.")
      .def("__len__", &Strings::size)
      .def("list", &Strings::list, "All of them, as Python's.")
      .def("after", &Strings::after, "first"_a, "Those that begin with a string, without it.");
  module.def("read_strings", &Strings::of_json, "json"_a,
             "The strings of a JSON list, all different, in ASCII; None if it is left to another reader.");
  module.def("census", &elman::census, "preset"_a, "texts"_a, "spell"_a, "describe"_a, "cut"_a,
             R"(The features of texts, counted, and their tokens, numbered: see ``elman.text.census``.

Args:
    preset: The settings about text.
    texts: Strings.
    spell, describe: As ``Model`` has them.
    cut: Gives the features of each token of a text that cannot be read with them, as bytes of UTF-8 with surrogates.

Returns:
    Different features in the order in which they first came; and as bytes the count of each (int64), the number of
    features of each token, these features, the token at each place, and the tokens of each text (int32).)");
  nb::class_<PythonModel>(module, "Model", R"(A trained classifier that answers; any number of threads may share one.

Args:
    preset: The settings, of which those about text and the two weights of the answer count.
    architecture: What the arrays are.
    tokens: The vocabulary's tokens, in the order of their ids; a ``Strings`` or any iterable, as ``words``.
    words: The words that a disguise may hide, in lower case; without any, none is looked for.
    weights: Array name to a buffer of float32; copied.
    spell: What the preset's cleaning makes of a character, if it does so in any company; otherwise None.
    describe: The traits of a character as ``elman.text.alphabet.traits`` gives them.
    encode: Gives the tokens of a text that cannot be read with them, each a sequence of feature ids.

Raises:
    ValueError: If an array is missing or of another shape than the architecture asks for.)")
      .def(nb::init<const nb::object&, const nb::object&, const nb::object&, const nb::object&, const nb::dict&,
                    nb::callable, nb::callable, nb::callable>(),
           "preset"_a, "architecture"_a, "tokens"_a, "words"_a, "weights"_a, "spell"_a, "describe"_a, "encode"_a)
      // Arguments without names are handed on without a look at their names, which a short text would notice.
      .def("quick", &PythonModel::quick, nb::arg().none(),
           "The probability of each class for each text, float64 [texts, classes]; None if it is neither a list or tuple "
           "of strings nor a column of Arrow's without nulls.")
      .def("rows", &PythonModel::rows, "texts"_a, "The same of any sequence of strings, as a list of tuples.")
      .def("probability", &PythonModel::probability, "The probability of each class for one text.")
      .def("token_ids", &PythonModel::token_ids, "text"_a,
           "The feature ids of each token of a text; None if it is left to `encode`.");
}
