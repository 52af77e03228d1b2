// The simulated disk: deterministic, with its own virtual clock, and any faults one asks for.
#pragma once

#include "core/sync_device.h"
#include "sim/sim_spec.h"

namespace surfscan {

// What the readers of one simulated disk share: a uint64 of reads so far, then a uint32 a counter of
// remaining failures or slow readings. The memory is the caller's, 8-byte aligned.
uint64_t sim_shared_bytes(const SimSpec& spec);

// Fills in the counters of a disk that nobody has read yet.
void sim_shared_reset(const SimSpec& spec, void* shared);

// One reader of the disk. `shared` outlives it and may be used by other readers in other threads.
std::unique_ptr<SyncDevice> open_sim_device(const SimSpec& spec, void* shared);

// The same with up to `depth` reads out, 1 … kMaxDepth. A null disk has nothing that could wait.
std::unique_ptr<Device> open_sim_device(const SimSpec& spec, void* shared, uint32_t depth);

}  // namespace surfscan
