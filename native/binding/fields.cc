#include "binding/fields.h"

#include <algorithm>

namespace surfscan::binding {

uint64_t Fields::whole(const char* name) {
  uint64_t whole = 0;
  if (!take_whole(value(name), kMaxSafeInteger, whole)) {
    fail(std::string(name) + " must be a whole number from 0 to 2^53 - 1");
  }
  return whole;
}

uint32_t Fields::limit(const char* name) {
  return static_cast<uint32_t>(std::min<uint64_t>(whole(name), UINT32_MAX));
}

View Fields::array(const Napi::Value& value, const char* name, napi_typedarray_type type) {
  View view;
  if (take_view(value, type, view)) return view;
  fail(std::string(name) + " must be a typed array of the right kind");
  return {};
}

View Fields::optional_array(const Napi::Value& value, const char* name,
                            napi_typedarray_type type) {
  if (value.IsNull() || value.IsUndefined()) return {};
  return array(value, name, type);
}

void Fields::require(bool holds, const char* message) {
  if (!holds) fail(message);
}

void Fields::fail(const std::string& message) {
  if (!failed_) throw_type(object_.Env(), message);
  failed_ = true;
}

}  // namespace surfscan::binding
