// The module `elman._native`: a model as a Python object, `str` in, probabilities out.

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/isa.hpp"
#include "model.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace elman {

namespace {

constexpr std::size_t kLongText = 4096;  // characters of one text for which other threads are let in

using Weights = nb::ndarray<const float, nb::c_contig, nb::device::cpu>;
using Rows = nb::ndarray<double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;

// Whether a string has one byte a character, and so a view of its characters.
bool is_narrow(nb::handle text) { return PyUnicode_KIND(text.ptr()) == PyUnicode_1BYTE_KIND; }

std::string_view narrow(nb::handle text) {
  return {reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(text.ptr())),
          static_cast<std::size_t>(PyUnicode_GET_LENGTH(text.ptr()))};
}

template <typename Value>
Value named(const nb::object& name, std::initializer_list<std::pair<const char*, Value>> values, const char* what) {
  const std::string got = nb::cast<std::string>(name);
  std::string expected;
  for (const auto& [each, value] : values) {
    if (got == each) return value;
    expected += (expected.empty() ? "" : ", ") + std::string(each);
  }
  throw std::invalid_argument("`" + std::string(what) + "`: expected one of " + expected + "; got `" + got + "`");
}

// A setting that may be any whole number; beyond what fits it is as good as without end.
std::size_t count(const nb::object& number) {
  const std::size_t value = PyLong_AsSize_t(number.ptr());
  if (!PyErr_Occurred()) return std::min<std::size_t>(value, INT32_MAX);
  PyErr_Clear();
  return INT32_MAX;
}

TextSettings text_settings(const nb::object& preset) {
  const auto flag = [&](const char* name) { return nb::cast<bool>(preset.attr(name)); };
  TextSettings settings;
  settings.cleaning = named<Cleaning>(
      preset.attr("cleaning"), {{"clean", Cleaning::clean}, {"fold", Cleaning::fold}, {"keep", Cleaning::keep}},
      "cleaning");
  settings.lowercase = flag("lowercase");
  settings.tokenizer = named<Tokenizer>(
      preset.attr("tokenizer"), {{"whitespace", Tokenizer::whitespace}, {"pieces", Tokenizer::pieces}}, "tokenizer");
  settings.subword = named<bool>(preset.attr("features"), {{"token", false}, {"subword", true}}, "features");
  settings.min_ngram = count(preset.attr("min_ngram"));
  settings.max_ngram = count(preset.attr("max_ngram"));
  settings.max_features = count(preset.attr("max_features"));
  settings.word_pairs = settings.subword && flag("word_pairs");
  settings.surface_tokens = flag("surface_tokens");
  settings.max_length = count(preset.attr("max_length"));
  settings.keep_end = named<bool>(preset.attr("keep_side"), {{"start", false}, {"end", true}}, "keep_side");
  settings.feeds_padding = flag("feeds_padding");
  return settings;
}

NetworkSettings network_settings(const nb::object& architecture) {
  const auto size = [&](const char* name) { return nb::cast<std::size_t>(architecture.attr(name)); };
  const bool relu =
      named<bool>(architecture.attr("activation"), {{"tanh", false}, {"relu", true}}, "activation");
  NetworkSettings settings;
  settings.vocab_size = size("vocab_size");
  settings.embedding_size = size("embedding_size");
  settings.cell = named<Cell>(architecture.attr("cell"),
                              {{"elman", relu ? Cell::elman_relu : Cell::elman_tanh},
                               {"gru", Cell::gru},
                               {"lstm", Cell::lstm},
                               {"mingru", Cell::mingru}},
                              "cell");
  settings.hidden_size = size("hidden_size");
  settings.num_layers = size("num_layers");
  settings.bidirectional = nb::cast<bool>(architecture.attr("bidirectional"));
  for (const nb::handle part : architecture.attr("pooling")) {
    settings.pooling.push_back(named<Pooling>(nb::borrow(part),
                                              {{"last", Pooling::last},
                                               {"mean", Pooling::mean},
                                               {"max", Pooling::max},
                                               {"inputs", Pooling::inputs}},
                                              "pooling"));
  }
  settings.num_classes = size("num_classes");
  return settings;
}

Dictionary read_dictionary(const TextSettings& settings, const nb::iterable& tokens) {
  Dictionary dictionary(settings);
  for (const nb::handle token : tokens) {
    if (!nb::isinstance<nb::str>(token)) throw std::invalid_argument("vocabulary: expected strings");
    if (is_narrow(token)) {
      dictionary.add(narrow(token));
    } else {
      dictionary.add_foreign();
    }
  }
  dictionary.finish();
  return dictionary;
}

StringTable read_words(const nb::iterable& words) {
  StringTable table;
  for (const nb::handle word : words) {
    if (!nb::isinstance<nb::str>(word)) throw std::invalid_argument("words: expected strings");
    if (is_narrow(word)) table.add(narrow(word), 0);
  }
  return table;
}

class NativeModel {
 public:
  NativeModel(const nb::object& preset, const nb::object& architecture, const nb::iterable& tokens,
              const nb::iterable& words, const nb::dict& weights, nb::callable encode)
      : model_(settings(preset, architecture), read_dictionary(text_settings(preset), tokens), read_words(words),
               arrays(weights)),
        encode_(std::move(encode)),
        ascii_only_(nb::cast<bool>(preset.attr("ascii_only"))) {}

  void fill(const nb::list& texts, const Rows& rows) const {
    if (rows.shape(0) != texts.size() || rows.shape(1) != model_.num_classes()) {
      throw std::invalid_argument("rows: expected shape (" + std::to_string(texts.size()) + ", " +
                                  std::to_string(model_.num_classes()) + "); got (" + std::to_string(rows.shape(0)) +
                                  ", " + std::to_string(rows.shape(1)) + ")");
    }
    const nb::tuple held(texts);  // what others take out of the list meanwhile stays alive
    std::vector<Text> views;
    std::vector<TokenIds> encoded;
    views.reserve(held.size());
    encoded.reserve(held.size());  // views point into it
    for (const nb::handle text : held) views.push_back(view(text, encoded));
    const nb::gil_scoped_release released;
    model_.probabilities(views, rows.data());
  }

  nb::tuple one(const nb::str& text) const {
    std::vector<TokenIds> encoded;
    encoded.reserve(1);
    const Text asked = view(text, encoded);
    std::vector<double> row(model_.num_classes());
    if (asked.characters.size() > kLongText || asked.tokens != nullptr) {
      const nb::gil_scoped_release released;
      model_.probabilities({&asked, 1}, row.data());
    } else {
      model_.probabilities({&asked, 1}, row.data());
    }
    PyObject* result = PyTuple_New(static_cast<Py_ssize_t>(row.size()));
    if (result == nullptr) throw nb::python_error();
    for (std::size_t label = 0; label < row.size(); ++label) {
      PyTuple_SET_ITEM(result, static_cast<Py_ssize_t>(label), PyFloat_FromDouble(row[label]));
    }
    return nb::steal<nb::tuple>(result);
  }

  nb::object token_ids(const nb::str& text) const {
    if (!covers(text)) return nb::none();
    return nb::cast(model_.token_ids(narrow(text)));
  }

 private:
  static ModelSettings settings(const nb::object& preset, const nb::object& architecture) {
    const bool linear = nb::cast<bool>(architecture.attr("linear"));
    return {text_settings(preset), network_settings(architecture), nb::cast<double>(preset.attr("network_weight")),
            linear ? nb::cast<double>(preset.attr("linear_weight")) : 0.0};
  }

  static Arrays arrays(const nb::dict& weights) {
    std::map<std::string, Array> arrays;
    for (const auto [name, value] : weights) {
      Weights array;
      if (!nb::try_cast<Weights>(value, array, false)) {  // converted, it would not outlive this loop
        throw std::invalid_argument("`" + nb::cast<std::string>(name) + "`: expected a C-contiguous float32 array");
      }
      std::vector<std::size_t> shape(array.ndim());
      for (std::size_t axis = 0; axis < array.ndim(); ++axis) shape[axis] = array.shape(axis);
      arrays[nb::cast<std::string>(name)] = {array.data(), std::move(shape)};
    }
    return Arrays(std::move(arrays));
  }

  bool covers(nb::handle text) const {
    if (PyUnicode_IS_ASCII(text.ptr())) return true;
    return !ascii_only_ && is_narrow(text) && Encoder::covers(narrow(text));
  }

  // A text as the model takes it; one that it does not cover is encoded in Python, into `encoded`.
  Text view(nb::handle text, std::vector<TokenIds>& encoded) const {
    if (!PyUnicode_Check(text.ptr())) throw nb::type_error("text: expected a string");
    if (covers(text)) return {narrow(text), nullptr};
    encoded.push_back(nb::cast<TokenIds>(encode_(text)));
    for (const std::vector<std::uint32_t>& token : encoded.back()) {
      if (token.empty()) throw std::invalid_argument("token: expected at least one feature");
      for (const std::uint32_t id : token) {
        if (id >= model_.dictionary_size()) {
          throw nb::index_error(("feature id: expected less than " + std::to_string(model_.dictionary_size()) + "; got " +
                                 std::to_string(id)).c_str());
        }
      }
    }
    return {{}, &encoded.back()};
  }

  Model model_;
  nb::callable encode_;
  bool ascii_only_;
};

}  // namespace

NB_MODULE(_native, module) {
  nb::set_leak_warnings(false);  // a model that lives as long as the interpreter is no mistake
  module.attr("__doc__") = "The compiled core that answers: texts in, probabilities out.";
  module.def("isa", [] { return name(best_isa()); }, "The instruction set whose loops are used on this processor.");
  nb::class_<NativeModel>(module, "Model", R"(A trained classifier that answers; any number of threads may share one.

Args:
    preset: The settings, of which those about text and the two weights of the answer count.
    architecture: What the arrays are.
    tokens: The vocabulary's tokens, in the order of their ids.
    words: The words that a disguise may hide, in lower case; without any, none is looked for.
    weights: Array name to float32 array; copied.
    encode: Gives the tokens of a text that is not read natively, each a sequence of feature ids.

Raises:
    ValueError: If an array is missing or of another shape than the architecture asks for.)")
      .def(nb::init<const nb::object&, const nb::object&, const nb::iterable&, const nb::iterable&, const nb::dict&,
                    nb::callable>(),
           "preset"_a, "architecture"_a, "tokens"_a, "words"_a, "weights"_a, "encode"_a)
      .def("fill", &NativeModel::fill, "texts"_a, "rows"_a.noconvert(),
           "Write the probability of each class for each text into float64 rows [texts, classes].")
      .def("one", &NativeModel::one, "text"_a, "The probability of each class for one text.")
      .def("token_ids", &NativeModel::token_ids, "text"_a,
           "The feature ids of each token of a text; None if it is left to `encode`.");
}

}  // namespace elman
