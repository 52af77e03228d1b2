// The file that a disk is made of, by what the file is: names go, and differ from place to place. One
// implementation a system (linux/, freebsd/).
#pragma once

#include <cstdint>
#include <string>

#include "posix/system_calls.h"

namespace surfscan {

// As stat(2) of the file has them.
struct BackingFile {
  uint64_t device = 0;
  uint64_t inode = 0;
};

// False where the disk is made of no file, cannot be opened, or the system does not tell so.
bool backing_file(const SystemCalls& calls, const std::string& disk, BackingFile& file);

}  // namespace surfscan
