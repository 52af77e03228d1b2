// The hot loop: read these blocks, write their bytes and counters, obey the control word. What is
// read next, and what an outcome means for the scan, is decided elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/device.h"
#include "core/latency_scale.h"
#include "core/slice_order.h"

namespace surfscan {

struct SliceResult {
  uint64_t next;  // the lowest block that is not read: where to go on
  SliceStop stop;
  size_t records;
  // Reads that had not come back a second after kStop, with `stop` control: the device keeps them,
  // and takes no other order. 0: nothing is out, and but for `gone`, `defect` and `hung` no block
  // from `next` on is read.
  uint32_t outstanding;
};

// However it ends, what was submitted is waited for first, and put down: nothing is read twice.
SliceResult scan_slice(Device& device, const LatencyScale& scale, const SliceOrder& order);

}  // namespace surfscan
