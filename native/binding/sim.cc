// Simulated disks by their text.
#include <napi.h>

#include <string>

#include "binding/bind.h"
#include "binding/failures.h"
#include "binding/geometry.h"
#include "binding/reader.h"
#include "binding/values.h"
#include "sim/sim_device.h"

namespace surfscan::binding {
namespace {

// False, and thrown, where the text is no simulated disk.
bool take_spec(const Napi::CallbackInfo& info, SimSpec& spec) {
  if (info.Length() < 1 || !info[0].IsString()) {
    throw_type(info.Env(), "expected a simulated disk's text");
    return false;
  }
  std::string message;
  if (parse_sim_spec(info[0].As<Napi::String>(), spec, message)) {
    if (spec.geometry.sectors <= kMaxSafeInteger) return true;
    message = "size: expected at most 2^53 - 1 sectors, got " +
              std::to_string(spec.geometry.sectors);
  }
  throw_with_code(info.Env(), message, "ERR_USAGE");
  return false;
}

Napi::Value describe_sim(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  SimSpec spec;
  if (!take_spec(info, spec)) return env.Undefined();
  Napi::Object object = Napi::Object::New(env);
  object.Set("geometry", geometry_object(env, spec.geometry));
  object.Set("kind", spec.kind == SimKind::hdd ? "hdd" : spec.kind == SimKind::ssd ? "ssd" : "null");
  object.Set("model", spec.model);
  object.Set("serial", spec.serial);
  object.Set("speed", spec.speed);
  object.Set("sharedBytes", static_cast<double>(sim_shared_bytes(spec)));
  return object;
}

// The memory that a simulated disk's readers share: null, and thrown, where it does not fit. It must
// be a SharedArrayBuffer's, which cannot be taken away from under a reader.
void* take_sim_shared(const Napi::CallbackInfo& info, const SimSpec& spec) {
  View view;
  if (info.Length() >= 2 && take_view(info[1], napi_uint8_array, view) && view.shared &&
      view.length == sim_shared_bytes(spec) && view.aligned_to(alignof(uint64_t))) {
    return view.data;
  }
  throw_type(info.Env(),
             "expected the disk's shared memory: a Uint8Array of a SharedArrayBuffer, sharedBytes "
             "long and 8-byte aligned");
  return nullptr;
}

Napi::Value reset_sim(const Napi::CallbackInfo& info) {
  SimSpec spec;
  if (!take_spec(info, spec)) return info.Env().Undefined();
  if (void* shared = take_sim_shared(info, spec)) sim_shared_reset(spec, shared);
  return info.Env().Undefined();
}

Napi::Value open_sim(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  SimSpec spec;
  if (!take_spec(info, spec)) return env.Undefined();
  void* shared = take_sim_shared(info, spec);
  if (shared == nullptr) return env.Undefined();
  if (info.Length() < 3 || !info[2].IsNumber()) return throw_type(env, "expected sectors a block");
  uint64_t depth = 1;
  if (!info[3].IsUndefined() && (!take_whole(info[3], kMaxDepth, depth) || depth < 1)) {
    return throw_type(env, "expected a depth of 1 … 256");
  }
  if (!info[4].IsUndefined() && !info[4].IsBoolean()) {
    return throw_type(env, "expected true where the disk verifies, else false");
  }
  spec.sends = info[4].IsUndefined() || !info[4].As<Napi::Boolean>();
  return reader_of(env, open_sim_device(spec, shared, static_cast<uint32_t>(depth)), info[1],
                   info[2]);
}

}  // namespace

void bind_sim(Napi::Env env, Napi::Object exports) {
  exports.Set("describeSim", Napi::Function::New(env, describe_sim));
  exports.Set("resetSim", Napi::Function::New(env, reset_sim));
  exports.Set("openSim", Napi::Function::New(env, open_sim));
}

}  // namespace surfscan::binding
