// What the addon exports, a function a file: each sets its own.
#pragma once

#include <napi.h>

namespace surfscan::binding {

void bind_drive(Napi::Env env, Napi::Object exports);
void bind_inspection(Napi::Env env, Napi::Object exports);
void bind_layout(Napi::Env env, Napi::Object exports);
void bind_lock(Napi::Env env, Napi::Object exports);
void bind_paths(Napi::Env env, Napi::Object exports);
void bind_process(Napi::Env env, Napi::Object exports);
void bind_sim(Napi::Env env, Napi::Object exports);
void bind_statistics(Napi::Env env, Napi::Object exports);
void bind_surface(Napi::Env env, Napi::Object exports);

}  // namespace surfscan::binding
