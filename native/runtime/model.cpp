#include "model.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace elman {

namespace {

void softmax(double* logits, std::size_t classes) {
  const double highest = *std::max_element(logits, logits + classes);
  double total = 0;
  for (std::size_t label = 0; label < classes; ++label) total += logits[label] = std::exp(logits[label] - highest);
  for (std::size_t label = 0; label < classes; ++label) logits[label] /= total;
}

}  // namespace

// A worker taken from the idle ones, or a new one, and put back in the end.
class Model::Loan {
 public:
  explicit Loan(const Model& model) : model_(model) {
    {
      const std::lock_guard lock(model.mutex_);
      if (!model.idle_.empty()) {
        worker_ = std::move(model.idle_.back());
        model.idle_.pop_back();
        return;
      }
    }
    worker_ = std::make_unique<Worker>(model.dictionary_, model.network_);
  }
  ~Loan() {
    const std::lock_guard lock(model_.mutex_);
    model_.idle_.push_back(std::move(worker_));
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Worker& operator*() const { return *worker_; }

 private:
  const Model& model_;
  std::unique_ptr<Worker> worker_;
};

Model::Model(const ModelSettings& settings, Dictionary dictionary, StringTable words, const Arrays& arrays)
    : settings_(settings),
      dictionary_(std::move(dictionary)),
      encoder_(settings.text, dictionary_, std::move(words)),
      network_(settings.network, arrays) {
  if (dictionary_.size() < settings.network.vocab_size) {
    throw std::invalid_argument("vocabulary: expected at least " + std::to_string(settings.network.vocab_size) +
                                " ids, the reserved two included; got " + std::to_string(dictionary_.size()));
  }
  if (settings.linear_weight > 0) linear_.emplace(dictionary_.size(), num_classes(), arrays);
}

void Model::probabilities(std::span<const Text> texts, double* rows) const {
  const Loan worker(*this);
  for (std::size_t each = 0; each < texts.size(); ++each) answer(texts[each], *worker, rows + each * num_classes());
}

TokenIds Model::token_ids(std::string_view text) const {
  const Loan loan(*this);
  Worker& worker = *loan;
  encode({text, nullptr}, worker);
  TokenIds all;
  for (const Token& token : worker.tokens) {
    all.emplace_back(token.ids, token.ids + token.count);
    if (token.pair_id != kNone) all.back().push_back(token.pair_id);
  }
  return all;
}

void Model::encode(const Text& text, Worker& worker) const {
  worker.memory.forget_if_full();
  if (text.tokens == nullptr) {
    encoder_.encode(text.characters, worker.memory, worker.encoding, worker.tokens);
    return;
  }
  worker.tokens.clear();
  for (const std::vector<std::uint32_t>& ids : *text.tokens) {
    worker.tokens.push_back(worker.memory.whole(worker.memory.token(ids), kNone));
  }
}

void Model::answer(const Text& text, Worker& worker, double* row) const {
  encode(text, worker);
  network_.logits(worker.tokens, worker.reading, row);
  for (std::size_t label = 0; label < num_classes(); ++label) row[label] *= settings_.network_weight;
  if (linear_) linear_->add_margins(worker.tokens, settings_.linear_weight, worker.adding, row);
  softmax(row, num_classes());
}

}  // namespace elman
