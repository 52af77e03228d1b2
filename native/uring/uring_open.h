// open_uring_device() over other tables of system calls, which outlive the device and its reads.
#pragma once

#include <memory>
#include <string>

#include "posix/system_calls.h"
#include "uring/ring_calls.h"
#include "uring/uring_queue.h"

namespace surfscan {

struct UringSystem {
  const SystemCalls& calls;
  const RingCalls& ring_calls;
};

int uring_errno_with(const UringSystem& system);

std::unique_ptr<UringQueue> open_uring_queue(const UringSystem& system, const std::string& path,
                                             uint32_t image_sector_bytes, uint32_t depth,
                                             OpenError& error);

std::unique_ptr<Device> open_uring_device_with(const UringSystem& system, const std::string& path,
                                               uint32_t image_sector_bytes, uint32_t depth,
                                               OpenError& error);

}  // namespace surfscan
