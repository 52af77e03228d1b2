// Disks, partitions and images through open(2) and pread(2), for reading only.
#pragma once

#include <memory>
#include <string>

#include "core/sync_device.h"
#include "posix/disk_identity.h"
#include "posix/system_calls.h"

namespace surfscan {

// Opens `path` O_RDONLY | O_DIRECT and asks its geometry. A regular file is an image with sectors of
// `image_sector_bytes`; where its file system refuses O_DIRECT it is read through the cache, and
// cache_bypassed() says so. Null with `error` filled in where that cannot be done.
std::unique_ptr<SyncDevice> open_posix_device(const std::string& path, uint32_t image_sector_bytes,
                                              OpenError& error, TargetKind* kind = nullptr,
                                              DiskIdentity* identity = nullptr);

// The same over another table, which outlives the device.
std::unique_ptr<SyncDevice> open_posix_device_with(const SystemCalls& calls,
                                                   const std::string& path,
                                                   uint32_t image_sector_bytes, OpenError& error,
                                                   TargetKind* kind = nullptr,
                                                   DiskIdentity* identity = nullptr);

}  // namespace surfscan
