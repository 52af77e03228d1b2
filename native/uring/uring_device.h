// Disks, partitions and images through io_uring(7): several reads in flight, and waits that end
// though the disk does not answer. Linux alone has it; elsewhere this says so.
#pragma once

#include <memory>
#include <string>

#include "core/device.h"

namespace surfscan {

// 0 if io_uring can be used here, or the errno why not: ENOSYS where the system has none or only an
// old one, EPERM where it is switched off (sysctl kernel.io_uring_disabled, seccomp(2)).
int uring_errno();

// Opens as open_posix_device() does. 1 ≤ depth ≤ kMaxDepth. Where a device ends before its reads do,
// a thread of its own keeps their memory until the kernel has given it back.
std::unique_ptr<Device> open_uring_device(const std::string& path, uint32_t image_sector_bytes,
                                          uint32_t depth, OpenError& error);

}  // namespace surfscan
