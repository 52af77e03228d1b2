// What a system is asked of an open disk: one implementation a system (linux/,
// freebsd/).
#pragma once

#include <sys/stat.h>

#include <string>

#include "core/device.h"
#include "posix/disk_identity.h"
#include "posix/system_calls.h"

namespace surfscan {

// Whether a node of this mode can be a disk here: block devices on Linux, character devices on
// FreeBSD, which has no others.
bool is_disk_node(mode_t mode);

// Fills in sectors and sector sizes of the disk or partition behind `fd`, or `error`.
bool disk_geometry(const SystemCalls& calls, int fd, Geometry& geometry, OpenError& error);

// Optional all of it: what the system does not answer stays empty. `path` is what `fd` was opened by.
DiskIdentity disk_identity(const SystemCalls& calls, const std::string& path, int fd);

}  // namespace surfscan
