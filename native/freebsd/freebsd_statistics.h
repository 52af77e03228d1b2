// FreeBSD's disk statistics over any sysctlbyname(3): a test says what the system says.
#pragma once

#include "freebsd/sysctl_text.h"
#include "posix/disk_statistics.h"

namespace surfscan {

bool disk_statistics_with(SysctlByName sysctl, const std::string& disk,
                          DiskStatistics& statistics);

}  // namespace surfscan
