// What a path leads to.
#include <napi.h>

#include <memory>
#include <string>
#include <utility>

#include "binding/asking.h"
#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/values.h"
#include "posix/backing_file.h"
#include "posix/posix_device.h"

namespace surfscan::binding {
namespace {

// What opening a path once finds.
struct Inspection {
  std::string path;
  uint32_t image_sector_bytes = 0;
  OpenError failure;
  TargetKind kind = TargetKind::block;
  DiskIdentity identity;
  Geometry geometry;
  bool cache_bypassed = true;

  void ask() {
    const std::unique_ptr<Device> device = only_exact(
        open_posix_device(path, image_sector_bytes, failure, &kind, &identity), failure);
    if (device == nullptr) return;
    geometry = device->geometry();
    cache_bypassed = device->cache_bypassed();
  }

  // Throws where the path could not be opened.
  Napi::Value answer(Napi::Env env) const {
    if (failure.code != nullptr) return throw_open_error(env, failure);
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", kind == TargetKind::file ? "file" : "block");
    object.Set("geometry", geometry_object(env, geometry));
    object.Set("cacheBypassed", cache_bypassed);
    const Held held = identity.held;
    object.Set("held", held == Held::unknown
                           ? env.Null()
                           : Napi::Boolean::New(env, held == Held::yes).As<Napi::Value>());
    object.Set("model", identity.model);
    object.Set("serial", identity.serial);
    object.Set("attachment", identity.attachment);
    object.Set("lunId", identity.lun_id);
    object.Set("rotationRate", identity.rotation_rate);
    return object;
  }
};

struct FileBelow {
  std::string path;
  bool found = false;
  BackingFile file;

  void ask() { found = backing_file(real_calls(), path, file); }

  Napi::Value answer(Napi::Env env) const {
    if (!found) return env.Null();
    Napi::Object object = Napi::Object::New(env);
    object.Set("dev", Napi::BigInt::New(env, file.device));
    object.Set("ino", Napi::BigInt::New(env, file.inode));
    return object;
  }
};

Napi::Value start_inspection(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t image_sector_bytes = 0;
  if (info.Length() < 2 || !info[0].IsString() ||
      !take_whole(info[1], UINT32_MAX, image_sector_bytes)) {
    return throw_type(env, "expected a path and an image's sector size");
  }
  Inspection inspection;
  inspection.path = info[0].As<Napi::String>();
  inspection.image_sector_bytes = static_cast<uint32_t>(image_sector_bytes);
  return start_asking(env, std::move(inspection));
}

Napi::Value start_backing_file(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (info.Length() < 1 || !info[0].IsString()) return throw_type(env, "expected a disk's path");
  FileBelow below;
  below.path = info[0].As<Napi::String>();
  return start_asking(env, std::move(below));
}

}  // namespace

void bind_inspection(Napi::Env env, Napi::Object exports) {
  exports.Set("startInspection", Napi::Function::New(env, start_inspection));
  exports.Set("startBackingFile", Napi::Function::New(env, start_backing_file));
}

}  // namespace surfscan::binding
