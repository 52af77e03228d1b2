// FreeBSD's disk statistics over any sysctlbyname(3): a test says what the system says.
#pragma once

#include <cstddef>

#include "posix/disk_statistics.h"

namespace surfscan {

using SysctlByName = int (*)(const char* name, void* old_value, size_t* old_bytes,
                             const void* new_value, size_t new_bytes);

bool disk_statistics_with(SysctlByName sysctl, const std::string& disk,
                          DiskStatistics& statistics);

}  // namespace surfscan
