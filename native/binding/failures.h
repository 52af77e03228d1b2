// Failures as JavaScript's errors: a stable code, and what the system said.
#pragma once

#include <napi.h>

#include <string>

#include "core/device.h"

namespace surfscan::binding {

// Each throws and returns undefined.
Napi::Value throw_with_code(Napi::Env env, const std::string& message, const char* code);
Napi::Value throw_open_error(Napi::Env env, const OpenError& failure);

}  // namespace surfscan::binding
