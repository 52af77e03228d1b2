#include "binding/geometry.h"

#include <string>

#include "binding/values.h"

namespace surfscan::binding {

Napi::Object geometry_object(Napi::Env env, const Geometry& geometry) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("sectors", static_cast<double>(geometry.sectors));
  object.Set("logicalBytes", geometry.logical_bytes);
  object.Set("physicalBytes", geometry.physical_bytes);
  object.Set("physicalFirstLba", geometry.physical_first_lba);
  object.Set("restBytes", static_cast<double>(geometry.rest_bytes));
  object.Set("node", geometry.node);
  return object;
}

bool is_exact(const Geometry& geometry, OpenError& failure) {
  if (geometry.sectors <= kMaxSafeInteger) return true;
  failure.code = "ERR_OPEN";
  failure.detail =
      "expected at most 2^53 - 1 sectors, got " + std::to_string(geometry.sectors);
  return false;
}

}  // namespace surfscan::binding
