#include "runtime/python_model.hpp"

#include <nanobind/stl/vector.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/python_array.hpp"
#include "runtime/python_arrow.hpp"
#include "runtime/python_owned.hpp"
#include "runtime/python_settings.hpp"
#include "runtime/python_strings.hpp"

namespace nb = nanobind;

namespace elman {

namespace {

constexpr std::size_t kLongText = 4096;  // characters that are read before other threads are let in
constexpr std::size_t kFewClasses = 16;  // whose probabilities need no memory of their own

}  // namespace

PythonModel::PythonModel(const nb::object& preset, const nb::object& architecture, const nb::object& tokens,
                         const nb::object& words, const nb::dict& weights, nb::callable spell, nb::callable describe,
                         nb::callable encode)
    : model_([&] {
        const ModelSettings settings = read_settings(preset, architecture);
        return Model(settings, Strings::of(tokens, "vocabulary").table(), Strings::of(words, "words").table(),
                     read_arrays(weights));
      }()),
      reader_(std::move(spell), std::move(describe), nb::cast<bool>(preset.attr("ascii_only")), std::move(encode),
              model_.dictionary_size()) {}

nb::object PythonModel::quick(nb::handle texts) const {
  const bool is_list = PyList_CheckExact(texts.ptr());
  if (!is_list && !PyTuple_CheckExact(texts.ptr())) return array_of_column(texts);
  if (PySequence_Fast_GET_SIZE(texts.ptr()) == 1) {
    const nb::object alone = nb::borrow(PySequence_Fast_GET_ITEM(texts.ptr(), 0));
    if (!PyUnicode_Check(alone.ptr())) return nb::none();
    const NewArray array = new_array(1, model_.num_classes());
    answer_one(alone, array.numbers);
    return array.object;
  }
  // What others take out of a list meanwhile stays alive.
  const nb::object held = is_list ? owned(PyList_AsTuple(texts.ptr())) : nb::borrow(texts);
  const auto count = static_cast<std::size_t>(PyTuple_GET_SIZE(held.ptr()));
  for (std::size_t place = 0; place < count; ++place) {
    if (!PyUnicode_Check(PyTuple_GET_ITEM(held.ptr(), static_cast<Py_ssize_t>(place)))) return nb::none();
  }
  const NewArray array = new_array(count, model_.num_classes());
  answer_all(held, array.numbers);
  return array.object;
}

nb::object PythonModel::array_of_column(nb::handle texts) const {
  const std::optional<ArrowColumn> column = ArrowColumn::of(texts);
  if (!column) return nb::none();
  TextStorage storage;
  std::vector<Text> views;
  for (const std::string_view text : column->strings()) {
    const std::optional<Text> read = reader_.read_utf8(text, storage);
    if (!read) return nb::none();
    views.push_back(*read);
  }
  const NewArray array = new_array(views.size(), model_.num_classes());
  answer(views, array.numbers);
  return array.object;
}

nb::list PythonModel::rows(const nb::sequence& texts) const {
  const nb::tuple held(texts);
  const std::size_t classes = model_.num_classes();
  std::vector<double> rows(held.size() * classes);
  answer_all(held, rows.data());
  nb::list result;
  for (std::size_t row = 0; row < held.size(); ++row) result.append(tuple_of(rows.data() + row * classes));
  return result;
}

nb::tuple PythonModel::probability(nb::handle text) const {
  std::array<double, kFewClasses> few;
  std::vector<double> many(model_.num_classes() > few.size() ? model_.num_classes() : 0);
  double* const row = many.empty() ? few.data() : many.data();
  answer_one(text, row);
  return tuple_of(row);
}

nb::object PythonModel::token_ids(nb::handle text) const {
  TextStorage storage;
  const std::optional<Text> asked = reader_.read_natively(text, storage);
  return asked ? nb::cast(model_.token_ids(*asked)) : nb::none();
}

void PythonModel::answer_one(nb::handle text, double* row) const {
  TextStorage storage;
  const Text asked = reader_.read(text, storage);
  if (asked.narrow.size() <= kLongText && asked.wide == nullptr && asked.tokens == nullptr) {
    model_.probabilities({&asked, 1}, row);
  } else {
    const nb::gil_scoped_release released;
    model_.probabilities({&asked, 1}, row);
  }
}

void PythonModel::answer_all(nb::handle texts, double* rows) const {
  TextStorage storage;
  std::vector<Text> views;
  views.reserve(static_cast<std::size_t>(PyTuple_GET_SIZE(texts.ptr())));
  for (Py_ssize_t place = 0; place < PyTuple_GET_SIZE(texts.ptr()); ++place) {
    views.push_back(reader_.read(PyTuple_GET_ITEM(texts.ptr(), place), storage));
  }
  answer(views, rows);
}

void PythonModel::answer(const std::vector<Text>& texts, double* rows) const {
  const nb::gil_scoped_release released;
  model_.probabilities(texts, rows);
}

nb::tuple PythonModel::tuple_of(const double* row) const {
  const std::size_t classes = model_.num_classes();
  auto result = owned<nb::tuple>(PyTuple_New(static_cast<Py_ssize_t>(classes)));
  for (std::size_t label = 0; label < classes; ++label) {
    PyObject* const share = owned(PyFloat_FromDouble(row[label])).release().ptr();
    PyTuple_SET_ITEM(result.ptr(), static_cast<Py_ssize_t>(label), share);
  }
  return result;
}

}  // namespace elman
