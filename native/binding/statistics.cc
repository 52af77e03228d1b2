// What a disk has read and written, whoever asked for it.
#include <napi.h>

#include "binding/bind.h"
#include "binding/values.h"
#include "posix/disk_statistics.h"

namespace surfscan::binding {
namespace {

// Null where the system does not say, or says more than JavaScript can count.
Napi::Value statistics(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) return throw_type(env, "expected a disk's name");
  DiskStatistics counted;
  if (!disk_statistics(info[0].As<Napi::String>(), counted) ||
      counted.read_bytes > kMaxSafeInteger || counted.written_bytes > kMaxSafeInteger) {
    return env.Null();
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("readBytes", static_cast<double>(counted.read_bytes));
  object.Set("writtenBytes", static_cast<double>(counted.written_bytes));
  return object;
}

}  // namespace

void bind_statistics(Napi::Env env, Napi::Object exports) {
  exports.Set("diskStatistics", Napi::Function::New(env, statistics));
}

}  // namespace surfscan::binding
