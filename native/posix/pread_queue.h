// Several reads in flight where there is no io_uring: so many threads, each of which waits for one
// pread(2).
#pragma once

#include <memory>
#include <string>

#include "core/device.h"
#include "posix/system_calls.h"

namespace surfscan {

// Opens as open_posix_device() does. 2 ≤ depth ≤ kMaxDepth. Where a device ends before its reads do,
// their threads keep what they need until they have come back.
std::unique_ptr<Device> open_pread_queue(const std::string& path, uint32_t image_sector_bytes,
                                         uint32_t depth, OpenError& error);

// The same over another table, which outlives the device and its reads.
std::unique_ptr<Device> open_pread_queue_with(const SystemCalls& calls, const std::string& path,
                                              uint32_t image_sector_bytes, uint32_t depth,
                                              OpenError& error);

}  // namespace surfscan
