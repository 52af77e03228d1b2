// Drives as the system describes them, as they come from JavaScript.
#pragma once

#include <napi.h>

#include <optional>

#include "drive/drive_device.h"

namespace surfscan::binding {

// None: `value` is no such description.
std::optional<DriveSite> take_site(const Napi::Value& value);

}  // namespace surfscan::binding
