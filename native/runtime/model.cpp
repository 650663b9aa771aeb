#include "runtime/model.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace elman {

namespace {

// Throws Overflow if a number is infinite, or none.
void softmax(double* logits, std::size_t classes) {
  if (!std::all_of(logits, logits + classes, [](double each) { return std::isfinite(each); })) throw Overflow();
  const double highest = *std::max_element(logits, logits + classes);
  double total = 0;
  for (std::size_t label = 0; label < classes; ++label) total += logits[label] = std::exp(logits[label] - highest);
  for (std::size_t label = 0; label < classes; ++label) logits[label] /= total;
}

// Brings the first characters of a text near.
void prefetch(const Text& text) {
  constexpr std::size_t line = 64, most = 4 * line;
  for (std::size_t place = 0; place < std::min(text.narrow.size(), most); place += line) {
    __builtin_prefetch(text.narrow.data() + place);
  }
}

}  // namespace

void Model::Worker::shrink() {
  const auto renew = [](auto& value) {  // to assign an empty string would keep the memory of a long one
    std::remove_reference_t<decltype(value)> fresh{};
    std::swap(value, fresh);
  };
  renew(encoding);
  renew(cuts);
  renew(reading);
  renew(adding);
  renew(tokens);
  renew(current);
}

std::unique_ptr<Model::Worker> Model::IdleWorkers::take() {
  if (Worker* const spare = spare_.exchange(nullptr, std::memory_order_acquire)) return std::unique_ptr<Worker>(spare);
  const std::lock_guard lock(mutex_);
  if (others_.empty()) return nullptr;
  std::unique_ptr<Worker> worker = std::move(others_.back());
  others_.pop_back();
  return worker;
}

void Model::IdleWorkers::put(std::unique_ptr<Worker> worker) {
  Worker* none = nullptr;
  if (spare_.compare_exchange_strong(none, worker.get(), std::memory_order_release, std::memory_order_relaxed)) {
    worker.release();
    return;
  }
  try {
    // More bring no speed, and each remembers much: of a crowd that asked together, few are kept.
    static const std::size_t most = std::max(1u, std::thread::hardware_concurrency());
    const std::lock_guard lock(mutex_);
    if (others_.size() < most) others_.push_back(std::move(worker));
  } catch (const std::bad_alloc&) {  // it is let go
  }
}

// A worker taken from the idle ones, or a new one, and put back in the end; not if it was interrupted at its work.
class Model::Loan {
 public:
  explicit Loan(const Model& model) : model_(model), worker_(model.idle_.take()) {
    if (!worker_) worker_ = std::make_unique<Worker>(model);
  }
  ~Loan() {
    if (std::uncaught_exceptions() == exceptions_) model_.idle_.put(std::move(worker_));
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Worker& operator*() const { return *worker_; }

 private:
  const Model& model_;
  std::unique_ptr<Worker> worker_;
  int exceptions_ = std::uncaught_exceptions();
};

Model::Model(const ModelSettings& settings, std::shared_ptr<const StringTable> features,
             std::shared_ptr<const StringTable> words, const Arrays& arrays)
    : settings_(settings),
      dictionary_(settings.text, std::move(features)),
      encoder_(settings.text, dictionary_, std::move(words)),
      network_(settings.network, arrays) {
  if (dictionary_.size() < settings.network.vocab_size) {
    throw std::invalid_argument("vocabulary: expected at least " + std::to_string(settings.network.vocab_size) +
                                " ids, the reserved two included; got " + std::to_string(dictionary_.size()));
  }
  if (settings.linear_weight > 0) linear_.emplace(dictionary_.size(), num_classes(), arrays);
}

// A text is cut two texts before it is answered, and its pieces are looked up one text before, so that what is needed of
// memory is on its way.
void Model::probabilities(std::span<const Text> texts, double* rows) const {
  const Loan loan(*this);
  Worker& worker = *loan;
  const auto cut_of = [&](std::size_t each) -> Encoder::KeyedCut& { return worker.cuts[each % worker.cuts.size()]; };
  const auto cut_next = [&](std::size_t each) {
    if (each + 1 < texts.size()) prefetch(texts[each + 1]);
    if (each < texts.size()) cut(texts[each], worker, cut_of(each));
  };
  if (worker.memory.is_full()) worker.memory.forget();
  cut_next(0);
  if (!texts.empty()) look_up(texts[0], worker, cut_of(0));
  cut_next(1);
  for (std::size_t each = 0; each < texts.size(); ++each) {
    std::swap(worker.current, worker.tokens);
    cut_next(each + 2);
    const bool more = each + 1 < texts.size(), room = !worker.memory.is_full();
    if (more && room) look_up(texts[each + 1], worker, cut_of(each + 1));
    answer(worker, rows + each * num_classes());
    if (more && !room) {
      worker.memory.forget();
      look_up(texts[each + 1], worker, cut_of(each + 1));
    }
  }
  worker.shrink_if_large();
}

TokenIds Model::token_ids(const Text& text) const {
  const Loan loan(*this);
  Worker& worker = *loan;
  if (worker.memory.is_full()) worker.memory.forget();
  cut(text, worker, worker.cuts[0]);
  look_up(text, worker, worker.cuts[0]);
  TokenIds all;
  for (const Token& token : std::span<const Token>(worker.tokens)) {
    const auto ids = worker.memory.ids_of(token);
    all.emplace_back(ids.begin(), ids.end());
    if (token.pair != kNone) all.back().push_back(token.pair);
  }
  worker.shrink_if_large();
  return all;
}

void Model::cut(const Text& text, Worker& worker, Encoder::KeyedCut& made) const {
  if (text.tokens != nullptr) return;
  if (text.wide != nullptr) {
    encoder_.cut(std::u32string_view(*text.wide), made);
  } else {
    encoder_.cut(text.narrow, worker.memory, worker.encoding, made);
  }
}

void Model::look_up(const Text& text, Worker& worker, const Encoder::KeyedCut& cut) const {
  worker.memory.next_text();
  if (text.tokens == nullptr) return encoder_.look_up(cut, worker.memory, worker.encoding, worker.tokens);
  worker.tokens.clear();
  for (const std::vector<std::uint32_t>& ids : *text.tokens) *worker.tokens.add(1) = worker.memory.passing(ids);
}

void Model::answer(Worker& worker, double* row) const {
  row[0] = 0;  // the others are less the first's already
  network_.logits(worker.current, worker.reading, row + 1);
  for (std::size_t label = 1; label < num_classes(); ++label) row[label] *= settings_.network_weight;
  if (linear_) {
    linear_->add_margins(worker.current, worker.memory.most_read(), settings_.linear_weight, worker.adding, row + 1);
  }
  softmax(row, num_classes());
}

}  // namespace elman
