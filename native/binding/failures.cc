#include "binding/failures.h"

namespace surfscan::binding {
namespace {

Napi::Error error_with_code(Napi::Env env, const std::string& message, const char* code) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Value().Set("code", code);
  return error;
}

}  // namespace

Napi::Value throw_with_code(Napi::Env env, const std::string& message, const char* code) {
  error_with_code(env, message, code).ThrowAsJavaScriptException();
  return env.Undefined();
}

Napi::Value throw_open_error(Napi::Env env, const OpenError& failure) {
  Napi::Error error = error_with_code(
      env, failure.detail.empty() ? std::string("cannot be opened") : failure.detail, failure.code);
  error.Value().Set("errnoNumber", failure.error_number);
  error.Value().Set("syscall", failure.syscall == nullptr
                                   ? env.Null()
                                   : Napi::String::New(env, failure.syscall).As<Napi::Value>());
  error.ThrowAsJavaScriptException();
  return env.Undefined();
}

}  // namespace surfscan::binding
