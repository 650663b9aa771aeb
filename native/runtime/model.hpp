// A trained classifier that answers: texts in, probabilities out, by any number of threads at a time.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/arrays.hpp"
#include "runtime/dictionary.hpp"
#include "runtime/encoder.hpp"
#include "runtime/linear.hpp"
#include "runtime/memory.hpp"
#include "runtime/network.hpp"
#include "runtime/string_table.hpp"
#include "runtime/text_settings.hpp"
#include "runtime/token_list.hpp"

namespace elman {

using TokenIds = std::vector<std::vector<std::uint32_t>>;

// A text as it is asked about: plain characters of one byte each; code points, where `wide` is not null; or tokens that
// were encoded elsewhere, where `tokens` is not.
struct Text {
  std::string_view narrow;
  const std::u32string* wide = nullptr;
  const TokenIds* tokens = nullptr;
};

// The numbers of a text have grown beyond all bounds.
struct Overflow : std::exception {};

struct ModelSettings {
  TextSettings text;
  NetworkSettings network;
  double network_weight = 1, linear_weight = 0;  // without a linear reader the latter is 0
};

class Model {
 public:
  // Throws std::invalid_argument if an array, or the dictionary's size, is not what the settings ask for.
  Model(const ModelSettings& settings, std::shared_ptr<const StringTable> features,
        std::shared_ptr<const StringTable> words, const Arrays& arrays);

  std::size_t num_classes() const { return settings_.network.num_classes; }
  std::size_t dictionary_size() const { return dictionary_.size(); }

  // Writes the probability of each class for each text, [texts, num_classes]. A text's row depends on nothing else. Throws
  // Overflow.
  void probabilities(std::span<const Text> texts, double* rows) const;

  // The ids of the features of each token of a text.
  TokenIds token_ids(const Text& text) const;

 private:
  // What one thread needs, lent for a call.
  struct Worker {
    explicit Worker(const Model& model)
        : memory(model.dictionary_, model.network_, model.linear_ ? &*model.linear_ : nullptr) {}
    Memory memory;
    Encoder::Scratch encoding;
    std::array<Encoder::KeyedCut, 2> cuts;  // of the two texts that come next
    Network::Scratch reading;
    LinearReader::Scratch adding;
    TokenList tokens, current;  // of the text that was encoded last, and of the one that is answered

    // Gives back what a long text needed, if there was one.
    void shrink_if_large() {
      const std::size_t characters = cuts[0].longest() + cuts[1].longest();
      if (characters + tokens.capacity() + current.capacity() > kLong || reading.bytes() > kLargeReading) shrink();
    }

   private:
    static constexpr std::size_t kLong = 1 << 20;           // characters and tokens
    static constexpr std::size_t kLargeReading = 16 << 20;  // bytes
    void shrink();
  };
  class IdleWorkers {
   public:
    IdleWorkers() = default;
    IdleWorkers(const IdleWorkers&) = delete;
    IdleWorkers& operator=(const IdleWorkers&) = delete;
    ~IdleWorkers() { delete spare_.load(); }
    std::unique_ptr<Worker> take();  // null if there is none
    void put(std::unique_ptr<Worker> worker);

   private:
    std::atomic<Worker*> spare_ = nullptr;  // whoever asks alone takes no lock
    std::mutex mutex_;
    std::vector<std::unique_ptr<Worker>> others_;
  };
  class Loan;

  void cut(const Text& text, Worker& worker, Encoder::KeyedCut& made) const;
  void look_up(const Text& text, Worker& worker, const Encoder::KeyedCut& cut) const;
  void answer(Worker& worker, double* row) const;

  ModelSettings settings_;
  Dictionary dictionary_;
  Encoder encoder_;
  Network network_;
  std::optional<LinearReader> linear_;
  mutable IdleWorkers idle_;
};

}  // namespace elman
