// A drive behind pass(4), and the queue that reads it.
#pragma once

#include "test/drive/queue_reads.h"
#include "test/freebsd/scripted_cam.h"

namespace surfscan::test {

// What sysctl kern.geom.conftxt says.
inline std::string& scripted_mesh() {
  static std::string text;
  return text;
}

inline int scripted_sysctl(const char* name, void* old_value, size_t* old_bytes, const void*, size_t) {
  CHECK_EQ(std::string(name), "kern.geom.conftxt");
  const std::string& text = scripted_mesh();
  if (old_value != nullptr) std::memcpy(old_value, text.data(), std::min(text.size(), *old_bytes));
  *old_bytes = text.size();
  return 0;
}

struct CamRig {
  ScriptedCalls calls;
  ScriptedCam cam{calls};
  DriveSite site;
  OpenError error;
  std::unique_ptr<DriveQueue> queue;

  CamRig() {
    scripted_mesh() = "0 DISK ada0 2097152 512 hd 16 sc 63\n";
    site.way = DriveWay::cam;
    site.node = {"/dev/ada0", ""};
    site.address = "ada0";
    site.unit_serial = "SERIAL-1";
    site.timeout_ms = 600'000;
  }

  // So many sectors: the disk's, and what GEOM says of it.
  void has_sectors(uint64_t sectors) {
    cam.disk.bytes = static_cast<off_t>(sectors * 512);
    scripted_mesh() = "0 DISK ada0 " + std::to_string(sectors * 512) + " 512 hd 16 sc 63\n";
  }

  bool open(uint32_t depth = 1) {
    queue = open_cam_queue({calls, cam, scripted_sysctl}, "/dev/ada0", site, depth, error);
    return queue != nullptr && queue->make_room(uint64_t{512} * 512);
  }

  Outcome read(uint64_t lba, uint32_t sectors) { return read_alone(*queue, lba, sectors); }
};

}  // namespace surfscan::test
