#include "kernels/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <new>

namespace elman {
namespace {

constexpr double worth_a_thread = 1e6;  // operations; waking a thread costs some tens of microseconds

// Outlives the call: a thread that comes too late finds that nothing is left.
struct Shared {
  const std::function<void(std::int64_t)>* task;  // valid while a task is left or running
  std::int64_t count;
  std::atomic<std::int64_t> next{0};
  std::mutex mutex;
  std::condition_variable all_done;
  std::int64_t done = 0;
  std::exception_ptr failure;

  void work() {
    for (std::int64_t each; (each = next.fetch_add(1)) < count;) {
      std::exception_ptr thrown;
      try {
        (*task)(each);
      } catch (...) {
        thrown = std::current_exception();
      }
      std::lock_guard lock(mutex);
      if (thrown) failure = thrown;
      if (++done == count) all_done.notify_all();
    }
  }
};

}  // namespace

void run_tasks(xla::ffi::ThreadPool& pool, std::int64_t count, double operations,
               const std::function<void(std::int64_t)>& task) {
  if (count <= 1 || operations < 2 * worth_a_thread) {
    for (std::int64_t each = 0; each < count; ++each) task(each);
    return;
  }
  auto shared = std::make_shared<Shared>();
  shared->task = &task;
  shared->count = count;
  const auto useful = static_cast<std::int64_t>(operations / worth_a_thread);
  const std::int64_t threads = std::min({count, pool.num_threads(), useful});
  try {
    for (std::int64_t each = 1; each < threads; ++each) pool.Schedule([shared] { shared->work(); });
  } catch (const std::bad_alloc&) {  // whoever is there already does it
  }
  shared->work();
  std::unique_lock lock(shared->mutex);
  shared->all_done.wait(lock, [&] { return shared->done == shared->count; });
  if (shared->failure) std::rethrow_exception(shared->failure);
}

}  // namespace elman
