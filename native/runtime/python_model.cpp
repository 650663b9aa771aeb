#include "python_model.hpp"

#include <nanobind/stl/vector.h>

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "python_settings.hpp"

namespace nb = nanobind;

namespace elman {

namespace {

constexpr std::size_t kLongText = 4096;  // characters that are read before other threads are let in
constexpr std::size_t kFewClasses = 16;  // whose probabilities need no memory of their own

// A writable buffer of float64, held while it is written to.
class Rows {
 public:
  Rows(nb::handle array, std::size_t count) {
    if (PyObject_GetBuffer(array.ptr(), &view_, PyBUF_WRITABLE | PyBUF_C_CONTIGUOUS) != 0) throw nb::python_error();
    if (static_cast<std::size_t>(view_.len) != count * sizeof(double)) {
      PyBuffer_Release(&view_);
      throw std::invalid_argument("empty: expected room for " + std::to_string(count) + " numbers of float64; got " +
                                  std::to_string(view_.len) + " bytes");
    }
  }
  ~Rows() { PyBuffer_Release(&view_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  double* data() const { return static_cast<double*>(view_.buf); }

 private:
  Py_buffer view_;
};

}  // namespace

PythonModel::PythonModel(const nb::object& preset, const nb::object& architecture, const nb::iterable& tokens,
                         const nb::iterable& words, const nb::dict& weights, nb::callable spell, nb::callable describe,
                         nb::callable encode)
    : model_([&] {
        const ModelSettings settings = read_settings(preset, architecture);
        return Model(settings, read_dictionary(settings.text, tokens), read_words(words), read_arrays(weights));
      }()),
      reader_(std::move(spell), std::move(describe), std::move(encode), nb::cast<bool>(preset.attr("ascii_only")),
              model_.vocab_size()) {}

nb::object PythonModel::array(nb::handle texts, nb::handle empty) const {
  const bool is_list = PyList_CheckExact(texts.ptr());
  if (!is_list && !PyTuple_CheckExact(texts.ptr())) return nb::none();
  // What others take out of a list meanwhile stays alive.
  const nb::object held = is_list && PyList_GET_SIZE(texts.ptr()) != 1 ? nb::steal(PyList_AsTuple(texts.ptr()))
                                                                      : nb::borrow(texts);
  PyObject* const* const each = PySequence_Fast_ITEMS(held.ptr());
  const auto count = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(held.ptr()));
  for (std::size_t place = 0; place < count; ++place) {
    if (!PyUnicode_Check(each[place])) return nb::none();
  }
  const nb::object alone = count == 1 ? nb::borrow(each[0]) : nb::object();
  const nb::object array = empty(nb::make_tuple(count, model_.num_classes()));
  const Rows rows(array, count * model_.num_classes());
  TextStorage storage;
  if (count == 1) {
    const Text asked = reader_.read(alone, storage);
    if (asked.narrow.size() <= kLongText && asked.wide == nullptr && asked.tokens == nullptr) {
      model_.probabilities({&asked, 1}, rows.data());
    } else {
      const nb::gil_scoped_release released;
      model_.probabilities({&asked, 1}, rows.data());
    }
    return array;
  }
  std::vector<Text> views;
  views.reserve(count);
  for (std::size_t place = 0; place < count; ++place) views.push_back(reader_.read(each[place], storage));
  answer(views, rows.data());
  return array;
}

nb::list PythonModel::rows(const nb::sequence& texts) const {
  const nb::tuple held(texts);
  TextStorage storage;
  std::vector<Text> views;
  for (const nb::handle text : held) views.push_back(reader_.read(text, storage));
  std::vector<double> rows(views.size() * model_.num_classes());
  answer(views, rows.data());
  nb::list result;
  for (std::size_t row = 0; row < views.size(); ++row) result.append(tuple_of(rows.data() + row * model_.num_classes()));
  return result;
}

nb::tuple PythonModel::one(nb::handle text) const {
  TextStorage storage;
  const Text asked = reader_.read(text, storage);
  std::array<double, kFewClasses> few;
  std::vector<double> many(model_.num_classes() > few.size() ? model_.num_classes() : 0);
  double* const row = many.empty() ? few.data() : many.data();
  if (asked.narrow.size() <= kLongText && asked.wide == nullptr && asked.tokens == nullptr) {
    model_.probabilities({&asked, 1}, row);
  } else {
    const nb::gil_scoped_release released;
    model_.probabilities({&asked, 1}, row);
  }
  return tuple_of(row);
}

nb::object PythonModel::token_ids(nb::handle text) const {
  TextStorage storage;
  const std::optional<Text> asked = reader_.read_natively(text, storage);
  return asked ? nb::cast(model_.token_ids(*asked)) : nb::none();
}

void PythonModel::answer(const std::vector<Text>& texts, double* rows) const {
  const nb::gil_scoped_release released;
  model_.probabilities(texts, rows);
}

nb::tuple PythonModel::tuple_of(const double* row) const {
  const std::size_t classes = model_.num_classes();
  PyObject* result = PyTuple_New(static_cast<Py_ssize_t>(classes));
  if (result == nullptr) throw nb::python_error();
  for (std::size_t label = 0; label < classes; ++label) {
    PyTuple_SET_ITEM(result, static_cast<Py_ssize_t>(label), PyFloat_FromDouble(row[label]));
  }
  return nb::steal<nb::tuple>(result);
}

}  // namespace elman
