// open_drive_device() of FreeBSD over other tables of system calls, which outlive the device and its reads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "drive/cam_calls.h"
#include "drive/drive_device.h"
#include "drive/drive_queue.h"
#include "freebsd/sysctl_text.h"

namespace surfscan {

struct CamSystem {
  const SystemCalls& calls;
  const CamCalls& cam_calls;
  SysctlByName sysctl;
};

// None, with ERR_METHOD or why the target cannot be opened in `error`.
std::optional<OpenedDrive> open_cam_drive(const CamSystem& system, const std::string& path,
                                          const DriveSite& site, uint32_t depth, OpenError& error);

std::unique_ptr<DriveQueue> open_cam_queue(const CamSystem& system, const std::string& path,
                                           const DriveSite& site, uint32_t depth,
                                           OpenError& error);

}  // namespace surfscan
