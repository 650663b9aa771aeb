// From a function that throws to a handler that XLA calls.
#pragma once

#include <new>
#include <stdexcept>

#include "kernels/buffers.hpp"

namespace elman {

template <class Body>
ffi::Error guarded(const Body& body) {
  try {
    body();
    return ffi::Error::Success();
  } catch (const std::invalid_argument& fault) {
    return ffi::Error::InvalidArgument(fault.what());
  } catch (const std::bad_alloc&) {
    return ffi::Error(ffi::ErrorCode::kResourceExhausted, "out of memory");
  } catch (const std::exception& fault) {
    return ffi::Error::Internal(fault.what());
  } catch (...) {
    return ffi::Error::Internal("unknown exception");
  }
}

template <void (*body)(ffi::ThreadPool, ffi::RemainingArgs, ffi::RemainingRets)>
XLA_FFI_Error* handle(XLA_FFI_CallFrame* frame) {
  static const auto handler =
      ffi::Ffi::Bind().Ctx<ffi::ThreadPool>().RemainingArgs().RemainingRets().To(
          [](ffi::ThreadPool pool, ffi::RemainingArgs arguments, ffi::RemainingRets results) {
            return guarded([&] { body(pool, arguments, results); });
          }).release();
  return handler->Call(frame);
}

template <void (*body)(ffi::ThreadPool, bool, ffi::RemainingArgs, ffi::RemainingRets)>
XLA_FFI_Error* handle_either_way(XLA_FFI_CallFrame* frame) {
  static const auto handler =
      ffi::Ffi::Bind().Ctx<ffi::ThreadPool>().Attr<bool>("reversed").RemainingArgs().RemainingRets().To(
          [](ffi::ThreadPool pool, bool reversed, ffi::RemainingArgs arguments, ffi::RemainingRets results) {
            return guarded([&] { body(pool, reversed, arguments, results); });
          }).release();
  return handler->Call(frame);
}

}  // namespace elman
