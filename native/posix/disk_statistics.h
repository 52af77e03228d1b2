// What a whole disk has read and written so far, whoever asked for it: one implementation a system
// (linux/, freebsd/).
#pragma once

#include <cstdint>
#include <string>

namespace surfscan {

// Since the system began to count.
struct DiskStatistics {
  uint64_t read_bytes = 0;
  uint64_t written_bytes = 0;
};

// False where the system does not count for a disk of that name, "ada0".
bool disk_statistics(const std::string& disk, DiskStatistics& statistics);

}  // namespace surfscan
