// Disks, partitions and images through open(2) and pread(2), for reading only.
#pragma once

#include <string>

#include "sync_device.h"

namespace surfscan {

enum class TargetKind : uint8_t { block, file };

// What the disk says of itself through ioctls, where the system has such (FreeBSD: disk(4)). Hostile
// text, as it came. Linux tells it in sysfs instead, and all of this stays empty there.
struct DiskIdentity {
  std::string model;       // GEOM::descr
  std::string serial;      // DIOCGIDENT
  std::string attachment;  // GEOM::attachment: "ahcich0"
  std::string lun_id;      // GEOM::lunid: the WWN
  int32_t rotation_rate = 0;  // ATA word 217: 0 unknown, 1 no spindle, else revolutions a minute
};

// Opens `path` O_RDONLY | O_DIRECT and asks its geometry. A regular file is an image with sectors of
// `image_sector_bytes`; where its file system refuses O_DIRECT it is read through the cache, and
// cache_bypassed() says so. Null with `error` filled in where that cannot be done.
std::unique_ptr<SyncDevice> open_posix_device(const std::string& path, uint32_t image_sector_bytes,
                                              OpenError& error, TargetKind* kind = nullptr,
                                              DiskIdentity* identity = nullptr);

}  // namespace surfscan
