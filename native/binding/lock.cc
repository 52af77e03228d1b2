// One writer a file.
#include <napi.h>

#include <cerrno>

#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/values.h"
#include "posix/file_lock.h"

namespace surfscan::binding {
namespace {

Napi::Value lock(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t fd = 0;
  if (info.Length() < 1 || !take_whole(info[0], INT32_MAX, fd)) {
    return throw_type(env, "expected an open file");
  }
  const int error_number = lock_file(static_cast<int>(fd));
  if (error_number == 0 || error_number == EWOULDBLOCK) {
    return Napi::Boolean::New(env, error_number == 0);
  }
  const OpenError failure{"ERR_OPEN", error_number, "flock", "the file cannot be locked"};
  return throw_open_error(env, failure);
}

}  // namespace

void bind_lock(Napi::Env env, Napi::Object exports) {
  exports.Set("lockFile", Napi::Function::New(env, lock));
}

}  // namespace surfscan::binding
