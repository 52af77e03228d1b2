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

Napi::Value fold(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  View map, worst, state;
  if (info.Length() < 5 || !take_view(info[0], napi_uint8_array, map) ||
      !take_view(info[3], napi_uint8_array, worst) ||
      !take_view(info[4], napi_uint8_array, state)) {
    return throw_type(env, "expected a map, a first and an end cell, worst bytes and states");
  }
  uint64_t first = 0, end = 0;
  if (state.length != worst.length || !take_range(info, worst.length, first, end)) {
    return throw_type(env, "the cells must lie in the picture");
  }
  if (map.length == 0 || map.length > UINT32_MAX || worst.length > UINT32_MAX) {
    return throw_type(env, "expected 1 … 2^32 - 1 blocks, and no more cells");
  }
  fold_cells(map.as<uint8_t>(), map.length, worst.length, first, end, worst.as<uint8_t>(),
             state.as<uint8_t>());
  return env.Undefined();
}

}  // namespace

void bind_surface(Napi::Env env, Napi::Object exports) {
  exports.Set("tally", Napi::Function::New(env, tally));
  exports.Set("foldCells", Napi::Function::New(env, fold));
}

}  // namespace surfscan::binding
