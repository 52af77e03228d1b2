// What JavaScript holds of an open disk: its geometry, slices of it, and its end.
#pragma once

#include <napi.h>

#include <memory>

#include "core/device.h"

namespace surfscan::binding {

// Of an environment, and deleted with it.
struct AddonData {
  Napi::FunctionReference reader;
};

// The class, for AddonData.
Napi::Function define_reader(Napi::Env env);

// A reader of blocks of up to so many sectors. `kept` is what the device's memory belongs to. Throws
// where that is no size, or there is no memory to read into.
Napi::Value reader_of(Napi::Env env, std::unique_ptr<Device> device, const Napi::Value& kept,
                      const Napi::Value& block_sectors);

}  // namespace surfscan::binding
