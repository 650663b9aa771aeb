// A model as Python holds it: strings in, tuples or an array of probabilities out.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "runtime/model.hpp"
#include "runtime/python_text.hpp"

namespace elman {

class PythonModel {
 public:
  // Throws std::invalid_argument if settings, dictionary or arrays do not fit each other.
  PythonModel(const nanobind::object& preset, const nanobind::object& architecture, const nanobind::object& tokens,
              const nanobind::object& words, const nanobind::dict& weights, nanobind::callable spell,
              nanobind::callable describe, nanobind::callable encode);

  // The probabilities of a list or tuple of strings, or of a column of Arrow's without nulls, in an array of NumPy's;
  // None if it is neither.
  nanobind::object quick(nanobind::handle texts) const;

  // The same as a list of tuples, of any sequence of strings.
  nanobind::list rows(const nanobind::sequence& texts) const;

  nanobind::tuple probability(nanobind::handle text) const;
  nanobind::object token_ids(nanobind::handle text) const;

 private:
  nanobind::object array_of_column(nanobind::handle texts) const;
  void answer(const std::vector<Text>& texts, double* rows) const;
  void answer_one(nanobind::handle text, double* row) const;
  void answer_all(nanobind::handle texts, double* rows) const;  // of a tuple
  nanobind::tuple tuple_of(const double* row) const;

  Model model_;
  TextReader reader_;
};

}  // namespace elman
