// How a model reads text: the settings of `elman.presets.Preset` that `elman.text` heeds.
#pragma once

#include <cstddef>

namespace elman {

enum class Cleaning { clean, fold, keep };
enum class Tokenizer { whitespace, pieces };

struct TextSettings {
  Cleaning cleaning = Cleaning::fold;
  bool lowercase = false;
  Tokenizer tokenizer = Tokenizer::pieces;
  bool subword = false;  // features of a piece; otherwise each token is its own only feature
  std::size_t min_ngram = 3, max_ngram = 4, max_features = 20;
  bool word_pairs = false, surface_tokens = false;
  std::size_t max_length = 1000;
  bool keep_end = false;
  bool feeds_padding = false;
};

}  // namespace elman
