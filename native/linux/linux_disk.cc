// Linux: disks are block devices, sized through the BLK… ioctls (linux/fs.h, block/ioctl.c).
#include <linux/fs.h>

#include <cerrno>

#include "posix/disk_calls.h"
#include "posix/disk_facts.h"

namespace surfscan {
namespace {

// Volumes above disks give their record or chunk as physical sector (ZFS up to 16 MiB): that is not
// the smallest thing a disk can lose. Drives say 512 to 16384, and some NVMe ones a little more.
constexpr unsigned kMaxPhysicalBytes = 1u << 20;

const char* code_of(int error_number) {
  switch (error_number) {
    case ENXIO:
    case ENODEV:
    case ENOMEDIUM:
      return "ERR_GONE";
    case ENOTTY:
    case EINVAL:
      return "ERR_NOT_A_DISK";
    default:
      return "ERR_OPEN";
  }
}

// Both optional: where the kernel does not answer, the sectors are as they seem.
void ask_physical(const SystemCalls& calls, int fd, DiskFacts& facts) {
  unsigned physical = 0;
  if (calls.ioctl(fd, BLKPBSZGET, &physical) != 0 || physical > kMaxPhysicalBytes) return;
  facts.physical_bytes = physical;
  // The bytes to the first boundary of max(physical, io_min), block/blk-settings.c:
  // queue_limit_alignment_offset(); −1 where layers below disagree.
  int offset = 0;
  if (calls.ioctl(fd, BLKALIGNOFF, &offset) != 0 || offset < 0) return;
  facts.first_aligned_byte = static_cast<uint64_t>(offset);
}

}  // namespace

bool is_disk_node(mode_t mode) { return S_ISBLK(mode); }

bool disk_geometry(const SystemCalls& calls, int fd, Geometry& geometry, OpenError& error) {
  DiskFacts facts;
  if (calls.ioctl(fd, BLKGETSIZE64, &facts.bytes) != 0) {
    return open_failed(error, code_of(errno), errno, "ioctl BLKGETSIZE64");
  }
  int logical = 0;
  if (calls.ioctl(fd, BLKSSZGET, &logical) != 0) {
    return open_failed(error, code_of(errno), errno, "ioctl BLKSSZGET");
  }
  facts.logical_bytes = static_cast<uint64_t>(logical);
  ask_physical(calls, fd, facts);
  return geometry_of_facts(facts, geometry, error);
}

// Who a disk is stands in sysfs, and is read there.
DiskIdentity disk_identity(const SystemCalls&, int) { return {}; }

}  // namespace surfscan
