// A trained classifier that answers: texts in, probabilities out, by any number of threads at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "arrays.hpp"
#include "dictionary.hpp"
#include "encoder.hpp"
#include "linear.hpp"
#include "memory.hpp"
#include "network.hpp"
#include "string_table.hpp"
#include "text_settings.hpp"

namespace elman {

using TokenIds = std::vector<std::vector<std::uint32_t>>;

// A text as it is asked about: characters that the encoder covers, or, where `tokens` is not null, encoded elsewhere.
struct Text {
  std::string_view characters;
  const TokenIds* tokens = nullptr;
};

struct ModelSettings {
  TextSettings text;
  NetworkSettings network;
  double network_weight = 1, linear_weight = 0;  // without a linear reader the latter is 0
};

class Model {
 public:
  // Throws std::invalid_argument if an array, or the dictionary's size, is not what the settings ask for.
  Model(const ModelSettings& settings, Dictionary dictionary, StringTable words, const Arrays& arrays);

  std::size_t num_classes() const { return settings_.network.num_classes; }
  std::size_t dictionary_size() const { return dictionary_.size(); }
  const TextSettings& text_settings() const { return settings_.text; }

  // Writes the probability of each class for each text, [texts, num_classes]. A text's row depends on nothing else.
  void probabilities(std::span<const Text> texts, double* rows) const;

  // The ids of the features of each token of a text that the encoder covers.
  TokenIds token_ids(std::string_view text) const;

 private:
  // What one thread needs, lent for a call.
  struct Worker {
    Worker(const Dictionary& dictionary, const Network& network) : memory(dictionary, network) {}
    Memory memory;
    Encoder::Scratch encoding;
    Network::Scratch reading;
    LinearReader::Scratch adding;
    std::vector<Token> tokens;
  };
  class Loan;

  void encode(const Text& text, Worker& worker) const;
  void answer(const Text& text, Worker& worker, double* row) const;

  ModelSettings settings_;
  Dictionary dictionary_;
  Encoder encoder_;
  Network network_;
  std::optional<LinearReader> linear_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Worker>> idle_;  // the one used last at the end
};

}  // namespace elman
