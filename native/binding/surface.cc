// Whole passes over a surface map.
#include "core/surface.h"

#include <napi.h>

#include "binding/bind.h"
#include "binding/values.h"

namespace surfscan::binding {
namespace {

Napi::Value tally(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  View map;
  if (info.Length() < 3 || !take_view(info[0], napi_uint8_array, map)) {
    return throw_type(env, "expected a map, a first and an end");
  }
  uint64_t first = 0, end = 0;
  if (!take_range(info, map.length, first, end)) {
    return throw_type(env, "the range must lie in the map");
  }
  uint64_t counts[256] = {};
  tally_map(map.as<uint8_t>() + first, end - first, counts);
  Napi::Float64Array result = Napi::Float64Array::New(env, 256);
  for (uint32_t i = 0; i < 256; i++) result[i] = static_cast<double>(counts[i]);
  return result;
}

}  // namespace

void bind_surface(Napi::Env env, Napi::Object exports) {
  exports.Set("tally", Napi::Function::New(env, tally));
}

}  // namespace surfscan::binding
