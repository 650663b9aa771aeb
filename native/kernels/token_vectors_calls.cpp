// Token vectors, forward and backward, as XLA calls it.
#include "kernels/token_vectors.hpp"

#include <algorithm>

#include "core/active_isa.hpp"
#include "kernels/calls.hpp"
#include "kernels/handlers.hpp"

namespace elman {
namespace {

// Every id and count is checked: they say where is read, and where is written.
TokenRows token_rows(Arguments& arguments, std::int64_t vocab, std::int64_t width) {
  const ffi::AnyBuffer ids = arguments.of_rank("ids", ffi::S32, 1, "int32[features]");
  const ffi::AnyBuffer counts = arguments.of_rank("counts", ffi::S32, 1, "int32[tokens]");
  const std::int64_t features = ids.dimensions()[0], tokens = counts.dimensions()[0];
  const TokenRows rows = {tokens, width, static_cast<const std::int32_t*>(ids.untyped_data()),
                          static_cast<const std::int32_t*>(counts.untyped_data()), arguments.booleans("kept", {features})};
  std::int64_t total = 0;
  for (std::int64_t token = 0; token < tokens; ++token) {
    if (rows.counts[token] < 0) throw std::invalid_argument("`counts`: expected numbers of at least 0");
    total += rows.counts[token];
  }
  if (total > features) {
    throw std::invalid_argument("`counts`: expected at most " + std::to_string(features) + " in all, the length of `ids`; got " +
                                std::to_string(total));
  }
  for (std::int64_t each = 0; each < total; ++each) {
    if (rows.ids[each] < 0 || rows.ids[each] >= vocab) {
      throw std::invalid_argument("`ids`: expected 0 to " + std::to_string(vocab - 1) + "; got " + std::to_string(rows.ids[each]));
    }
  }
  return rows;
}

void forward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const ffi::AnyBuffer table = arguments.of_rank("table", ffi::F32, 2, "float32[vocab, width]");
  const std::int64_t vocab = table.dimensions()[0], width = table.dimensions()[1];
  const TokenRows rows = token_rows(arguments, vocab, width);
  arguments.finish();
  float* vectors = results.floats("vectors", {rows.tokens, width});
  results.finish();
  ELMAN_CHOOSE(active_isa(), token_vectors).forward(rows, static_cast<const float*>(table.untyped_data()), vectors);
}

void backward(ffi::ThreadPool, ffi::RemainingArgs given, ffi::RemainingRets wanted) {
  Arguments arguments(given);
  Results results(wanted);
  const ffi::AnyBuffer d_vectors = arguments.of_rank("d_vectors", ffi::F32, 2, "float32[tokens, width]");
  const std::int64_t width = d_vectors.dimensions()[1];
  const std::int64_t vocab = results.extent();
  const TokenRows rows = token_rows(arguments, vocab, width);
  check(d_vectors, "d_vectors", ffi::F32, {rows.tokens, width});
  arguments.finish();
  float* d_table = results.floats("d_table", {vocab, width});
  results.finish();
  std::fill_n(d_table, vocab * width, 0.0f);
  ELMAN_CHOOSE(active_isa(), token_vectors).backward(rows, static_cast<const float*>(d_vectors.untyped_data()), d_table);
}

}  // namespace

XLA_FFI_Error* token_vectors_forward(XLA_FFI_CallFrame* frame) { return handle<forward>(frame); }
XLA_FFI_Error* token_vectors_backward(XLA_FFI_CallFrame* frame) { return handle<backward>(frame); }

}  // namespace elman
