// The process: its clock, and the way out of it that waits for nobody.
#include <napi.h>
#include <unistd.h>

#include "binding/bind.h"
#include "binding/values.h"
#include "core/clock.h"

namespace surfscan::binding {
namespace {

Napi::Value monotonic(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(monotonic_ns()));
}

// A thread that waits for a disk holds the process back, and what it has open: a pipe whose reader waits for its
// end. The rest stays, as other threads still use it.
void close_standard() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) close(fd);
}

// What is no status is a defect of the caller's, and never 0.
Napi::Value exit_now(const Napi::CallbackInfo& info) {
  constexpr int kDefectStatus = 70;
  uint64_t status = 0;
  const bool given = info.Length() > 0 && take_whole(info[0], UINT8_MAX, status);
  close_standard();
  _exit(given ? static_cast<int>(status) : kDefectStatus);
}

}  // namespace

void bind_process(Napi::Env env, Napi::Object exports) {
  exports.Set("monotonicNs", Napi::Function::New(env, monotonic));
  exports.Set("exitNow", Napi::Function::New(env, exit_now));
}

}  // namespace surfscan::binding
