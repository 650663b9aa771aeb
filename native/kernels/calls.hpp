// The kernels as XLA calls them, by the names they are registered under.
#pragma once

#include <span>

#include "xla/ffi/api/c_api.h"

namespace elman {

struct Call {
  const char* name;
  XLA_FFI_Error* (*handler)(XLA_FFI_CallFrame*);
};

extern const std::span<const Call> calls;

// Of a file of their own.
XLA_FFI_Error* token_vectors_forward(XLA_FFI_CallFrame* frame);
XLA_FFI_Error* token_vectors_backward(XLA_FFI_CallFrame* frame);
XLA_FFI_Error* place_tokens_forward(XLA_FFI_CallFrame* frame);
XLA_FFI_Error* place_tokens_backward(XLA_FFI_CallFrame* frame);
XLA_FFI_Error* pool_states_forward(XLA_FFI_CallFrame* frame);
XLA_FFI_Error* pool_states_backward(XLA_FFI_CallFrame* frame);

}  // namespace elman
