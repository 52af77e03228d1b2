// The properties of an order. Asking for one may run the caller's code; what is wrong throws once
// and stays thrown.
#pragma once

#include <napi.h>

#include <cstdint>
#include <string>

#include "binding/values.h"

namespace surfscan::binding {

class Fields {
 public:
  explicit Fields(Napi::Object object) : object_(object) {}

  Napi::Value value(const char* name) { return object_.Get(name); }

  uint64_t whole(const char* name);

  // A count of blocks: of those there are fewer than 2^32, so a higher limit is never reached.
  uint32_t limit(const char* name);

  View array(const Napi::Value& value, const char* name, napi_typedarray_type type);
  View optional_array(const Napi::Value& value, const char* name, napi_typedarray_type type);

  void require(bool holds, const char* message);

  bool failed() const { return failed_; }

 private:
  void fail(const std::string& message);

  Napi::Object object_;
  bool failed_ = false;
};

}  // namespace surfscan::binding
