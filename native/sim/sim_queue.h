// A simulated disk that is given several reads at once, and answers them in an order of its own.
#pragma once

#include <cstdint>
#include <memory>

#include "core/device.h"
#include "sim/sim_spec.h"

namespace surfscan {

// hdd or ssd; 2 ≤ depth ≤ kMaxDepth. `shared` as sim_device.h says.
std::unique_ptr<Device> open_sim_queue(const SimSpec& spec, void* shared, uint32_t depth);

}  // namespace surfscan
