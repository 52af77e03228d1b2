// Linux has it in sysfs alone, which needs no native code: src/disks/linux/activity.ts reads it.
#include "posix/disk_statistics.h"

namespace surfscan {

bool disk_statistics(const std::string&, DiskStatistics&) { return false; }

}  // namespace surfscan
