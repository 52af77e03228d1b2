// A device's geometry as JavaScript sees it.
#pragma once

#include <napi.h>

#include <memory>

#include "core/device.h"

namespace surfscan::binding {

Napi::Object geometry_object(Napi::Env env, const Geometry& geometry);

// False, with `failure` filled in, where JavaScript could not tell the last LBAs apart.
bool is_exact(const Geometry& geometry, OpenError& failure);

// Takes such a device away. One that could not be opened is none, and has its failure.
template <typename Opened>
std::unique_ptr<Opened> only_exact(std::unique_ptr<Opened> device, OpenError& failure) {
  if (device != nullptr && !is_exact(device->geometry(), failure)) device.reset();
  return device;
}

}  // namespace surfscan::binding
