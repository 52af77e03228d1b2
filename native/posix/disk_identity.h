// What a path led to, and what the disk there says of itself.
#pragma once

#include <cstdint>
#include <string>

namespace surfscan {

enum class TargetKind : uint8_t { block, file };

// Whether somebody has the disk for himself alone: a mount, swap, a RAID, wherever it was made.
enum class Held : uint8_t { unknown, no, yes };

// Through ioctls, where the system has such (FreeBSD: disk(4)). Hostile text, as it came. Linux has
// it in sysfs instead, and there all of this but `held` stays empty.
struct DiskIdentity {
  std::string model;       // GEOM::descr
  std::string serial;      // DIOCGIDENT
  std::string attachment;  // GEOM::attachment: "ahcich0"
  std::string lun_id;      // GEOM::lunid: the WWN
  Held held = Held::unknown;  // Linux; FreeBSD's GEOM tells more
  int32_t rotation_rate = 0;  // ATA word 217: 0 unknown, 1 no spindle, else revolutions a minute
};

}  // namespace surfscan
