// The border to JavaScript: this folder alone has napi.h. It turns objects into the core's structs
// and back, checks every bound, and decides nothing.
#include <napi.h>

#include "binding/bind.h"
#include "binding/reader.h"

namespace surfscan::binding {
namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* data = new AddonData();
  data->reader = Napi::Persistent(define_reader(env));
  env.SetInstanceData(data);  // deleted with the environment
  bind_layout(env, exports);
  bind_drive(env, exports);
  bind_inspection(env, exports);
  bind_sim(env, exports);
  bind_paths(env, exports);
  bind_surface(env, exports);
  bind_statistics(env, exports);
  bind_lock(env, exports);
  bind_process(env, exports);
  return exports;
}

NODE_API_MODULE(surfscan, init)

}  // namespace
}  // namespace surfscan::binding
