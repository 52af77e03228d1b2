// Disks and images by their path, through the engine that the caller names.
#include <napi.h>

#include <memory>
#include <string>
#include <utility>

#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/reader.h"
#include "binding/values.h"
#include "posix/posix_device.h"
#include "posix/pread_queue.h"
#include "uring/uring_device.h"

namespace surfscan::binding {
namespace {

// How openPath is to read: true where `depth` and `engine` are well.
bool take_engine(const Napi::Value& depth_value, const Napi::Value& engine, uint32_t& depth,
                 bool& uring) {
  uint64_t whole = 0;
  if (!take_whole(depth_value, kMaxDepth, whole) || whole < 1 || !engine.IsString()) return false;
  depth = static_cast<uint32_t>(whole);
  const std::string name = engine.As<Napi::String>();
  uring = name == "io_uring";
  return uring || name == "pread";
}

std::unique_ptr<Device> open_device(const std::string& path, uint32_t image_sector_bytes,
                                    uint32_t depth, bool uring, OpenError& failure) {
  if (uring) return open_uring_device(path, image_sector_bytes, depth, failure);
  if (depth > 1) return open_pread_queue(path, image_sector_bytes, depth, failure);
  return open_posix_device(path, image_sector_bytes, failure);
}

Napi::Value open_path(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  uint64_t image_sector_bytes = 0;
  if (info.Length() < 3 || !info[0].IsString() || !info[2].IsNumber() ||
      !take_whole(info[1], UINT32_MAX, image_sector_bytes)) {
    return throw_type(env, "expected a path, an image's sector size, and sectors a block");
  }
  uint32_t depth = 0;
  bool uring = false;
  if (!take_engine(info[3], info[4], depth, uring)) {
    return throw_type(env, "expected a depth of 1 … 256, and 'io_uring' or 'pread'");
  }
  const std::string path = info[0].As<Napi::String>();
  const uint32_t sector_bytes = static_cast<uint32_t>(image_sector_bytes);
  OpenError failure;
  std::unique_ptr<Device> device =
      only_exact(open_device(path, sector_bytes, depth, uring, failure), failure);
  if (device == nullptr) return throw_open_error(env, failure);
  return reader_of(env, std::move(device), env.Undefined(), info[2]);
}

Napi::Value uring_errno_of(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), uring_errno());
}

}  // namespace

void bind_paths(Napi::Env env, Napi::Object exports) {
  exports.Set("openPath", Napi::Function::New(env, open_path));
  exports.Set("uringErrno", Napi::Function::New(env, uring_errno_of));
}

}  // namespace surfscan::binding
