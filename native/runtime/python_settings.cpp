#include "runtime/python_settings.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nb = nanobind;

namespace elman {

namespace {

using Weights = nb::ndarray<const float, nb::c_contig, nb::device::cpu>;

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
  const nb::object end = nb::int_(INT32_MAX);
  const int beyond = PyObject_RichCompareBool(number.ptr(), end.ptr(), Py_GT);
  if (beyond < 0) throw nb::python_error();
  const std::size_t value = PyLong_AsSize_t(beyond != 0 ? end.ptr() : number.ptr());
  if (PyErr_Occurred()) throw nb::python_error();
  return value;
}

NetworkSettings network_settings(const nb::object& architecture) {
  const auto size = [&](const char* name, std::size_t least = 1) {
    const auto value = nb::cast<std::size_t>(architecture.attr(name));
    if (value < least || value > INT32_MAX) {
      throw std::invalid_argument("`" + std::string(name) + "`: expected " + std::to_string(least) + " to 2^31 - 1; got " +
                                  std::to_string(value));
    }
    return value;
  };
  const bool relu =
      named<bool>(architecture.attr("activation"), {{"tanh", false}, {"relu", true}}, "activation");
  NetworkSettings settings;
  settings.vocab_size = size("vocab_size", 2);
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

}  // namespace

TextSettings read_text_settings(const nb::object& preset) {
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

ModelSettings read_settings(const nb::object& preset, const nb::object& architecture) {
  const bool linear = nb::cast<bool>(architecture.attr("linear"));
  return {read_text_settings(preset), network_settings(architecture), nb::cast<double>(preset.attr("network_weight")),
          linear ? nb::cast<double>(preset.attr("linear_weight")) : 0.0};
}

Arrays read_arrays(const nb::dict& weights) {
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

}  // namespace elman
