// open_drive_device() over other tables of system calls, which outlive the device and its reads.
#pragma once

#include <memory>
#include <optional>
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

// None, with ERR_METHOD or why the target cannot be opened in `error`.
std::optional<OpenedDrive> open_drive(const DriveSystem& system, const std::string& path,
                                      const DriveSite& site, uint32_t depth, OpenError& error);

// Its node alone. False, as said.
bool open_drive_node(const SystemCalls& calls, const DriveSite& site, OpenFile& file,
                     OpenError& error);

std::unique_ptr<DriveQueue> open_drive_queue(const DriveSystem& system, const std::string& path,
                                             const DriveSite& site, uint32_t depth,
                                             OpenError& error);

}  // namespace surfscan
