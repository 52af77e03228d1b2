// open_drive_device() over other tables of system calls, which outlive the device and its reads.
#pragma once

#include <memory>
#include <string>

#include "drive/drive_calls.h"
#include "drive/drive_device.h"
#include "drive/drive_queue.h"
#include "posix/system_calls.h"
#include "uring/ring_calls.h"

namespace surfscan {

struct DriveSystem {
  const SystemCalls& calls;
  const DriveCalls& drive_calls;
  const RingCalls& ring_calls;
};

std::unique_ptr<DriveQueue> open_drive_queue(const DriveSystem& system, const std::string& path,
                                             const DriveSite& site, uint32_t depth,
                                             OpenError& error);

}  // namespace surfscan
