#include "binding/values.h"

namespace surfscan::binding {

Napi::Value throw_type(Napi::Env env, const std::string& message) {
  if (!env.IsExceptionPending()) Napi::TypeError::New(env, message).ThrowAsJavaScriptException();
  return env.Undefined();
}

bool take_whole(const Napi::Value& value, uint64_t most, uint64_t& whole) {
  if (!value.IsNumber()) return false;
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= static_cast<double>(most))) return false;
  whole = static_cast<uint64_t>(number);
  return static_cast<double>(whole) == number;
}

bool take_range(const Napi::CallbackInfo& info, uint64_t count, uint64_t& first, uint64_t& end) {
  return take_whole(info[2], count, end) && take_whole(info[1], end, first);
}

bool take_view(const Napi::Value& value, napi_typedarray_type type, View& view) {
  if (!value.IsTypedArray()) return false;
  napi_typedarray_type actual;
  napi_value memory;
  bool unshared = false;
  if (napi_get_typedarray_info(value.Env(), value, &actual, &view.length, &view.data, &memory,
                               nullptr) != napi_ok ||
      napi_is_arraybuffer(value.Env(), memory, &unshared) != napi_ok) {
    return false;
  }
  view.shared = !unshared;  // node_api.h: a SharedArrayBuffer is none
  return actual == type;
}

}  // namespace surfscan::binding
