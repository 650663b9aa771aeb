// Tasks shared out over XLA's own threads.
#pragma once

#include <cstdint>
#include <functional>

#include "xla/ffi/api/ffi.h"

namespace elman {

// Call task(0) ... task(count - 1), each once, on the calling thread and, where there is work enough, on the pool's.
//
// The caller takes tasks too and waits only for those that another thread is at work on, so it cannot be blocked by
// a pool that is busy. An exception of a task is thrown again here.
void run_tasks(xla::ffi::ThreadPool& pool, std::int64_t count, double operations,
               const std::function<void(std::int64_t)>& task);

}  // namespace elman
