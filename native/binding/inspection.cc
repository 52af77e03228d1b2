// What a path leads to, asked by a thread that may take for ever.
#include <napi.h>
#include <pthread.h>

#include <atomic>
#include <memory>
#include <string>

#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/values.h"
#include "posix/posix_device.h"

namespace surfscan::binding {
namespace {

// What opening a path once found. Owned by the thread that opens and by whoever asks whether it has
// ended: either may outlive the other, as an environment may end while a disk is still silent.
struct Inspection {
  std::string path;
  uint32_t image_sector_bytes = 0;
  OpenError failure;
  TargetKind kind = TargetKind::block;
  DiskIdentity identity;
  Geometry geometry;
  bool cache_bypassed = true;
  std::atomic<bool> ended{false};
};
using SharedInspection = std::shared_ptr<Inspection>;

void* run_inspection(void* data) {
  const std::unique_ptr<SharedInspection> owned(static_cast<SharedInspection*>(data));
  Inspection& inspection = **owned;
  const std::unique_ptr<Device> device = only_exact(
      open_posix_device(inspection.path, inspection.image_sector_bytes, inspection.failure,
                        &inspection.kind, &inspection.identity),
      inspection.failure);
  if (device != nullptr) {
    inspection.geometry = device->geometry();
    inspection.cache_bypassed = device->cache_bypassed();
  }
  inspection.ended.store(true, std::memory_order_release);
  return nullptr;
}

// Undefined while the thread is still out. Throws where the path could not be opened.
Napi::Value inspection_result(Napi::Env env, const Inspection& inspection) {
  if (!inspection.ended.load(std::memory_order_acquire)) return env.Undefined();
  if (inspection.failure.code != nullptr) return throw_open_error(env, inspection.failure);
  Napi::Object object = Napi::Object::New(env);
  object.Set("kind", inspection.kind == TargetKind::file ? "file" : "block");
  object.Set("geometry", geometry_object(env, inspection.geometry));
  object.Set("cacheBypassed", inspection.cache_bypassed);
  const Held held = inspection.identity.held;
  object.Set("held", held == Held::unknown
                         ? env.Null()
                         : Napi::Boolean::New(env, held == Held::yes).As<Napi::Value>());
  object.Set("model", inspection.identity.model);
  object.Set("serial", inspection.identity.serial);
  object.Set("attachment", inspection.identity.attachment);
  object.Set("lunId", inspection.identity.lun_id);
  object.Set("rotationRate", inspection.identity.rotation_rate);
  return object;
}

// Opening a dying disk may take minutes, or for ever: each has a thread of its own, as those of
// libuv's pool are four, and all that reads a file in Node waits for them. Returns a function that
// asks for the result: a thread that called back could meet an environment that is ending.
Napi::Value start_inspection(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t image_sector_bytes = 0;
  if (info.Length() < 2 || !info[0].IsString() ||
      !take_whole(info[1], UINT32_MAX, image_sector_bytes)) {
    return throw_type(env, "expected a path and an image's sector size");
  }
  auto inspection = std::make_shared<Inspection>();
  inspection->path = info[0].As<Napi::String>();
  inspection->image_sector_bytes = static_cast<uint32_t>(image_sector_bytes);
  auto owned = std::make_unique<SharedInspection>(inspection);
  pthread_t thread;
  const int error = pthread_create(&thread, nullptr, run_inspection, owned.get());
  if (error != 0) {
    const OpenError failure{"ERR_OPEN", error, "pthread_create", "no thread to open it with"};
    return throw_open_error(env, failure);
  }
  static_cast<void>(owned.release());  // the thread owns it now
  pthread_detach(thread);
  return Napi::Function::New(env, [inspection](const Napi::CallbackInfo& asked) {
    return inspection_result(asked.Env(), *inspection);
  });
}

}  // namespace

void bind_inspection(Napi::Env env, Napi::Object exports) {
  exports.Set("startInspection", Napi::Function::New(env, start_inspection));
}

}  // namespace surfscan::binding
