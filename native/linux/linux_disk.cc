// Linux: disks are block devices, sized through the BLK… ioctls (linux/fs.h, block/ioctl.c).
#include <fcntl.h>
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

// open(2): O_EXCL without O_CREAT fails with EBUSY where the system uses a block device, in whatever
// namespace: a mount and such claim it (block/bdev.c, bd_prepare_to_claim()). Ours is a claim, too, for
// as long as it is open: another who asks at the same moment is no user.
Held held(const SystemCalls& calls, const std::string& path) {
  constexpr int kTries = 2;
  constexpr uint64_t kPauseNs = 20'000'000;
  for (int i = 0; i < kTries; i++) {
    if (i > 0) calls.pause(kPauseNs);
    const int fd = calls.open(path.c_str(), O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0) calls.close(fd);
    if (fd >= 0) return Held::no;
    if (errno != EBUSY) return Held::unknown;
  }
  return Held::yes;
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
DiskIdentity disk_identity(const SystemCalls& calls, const std::string& path, int) {
  DiskIdentity identity;
  identity.held = held(calls, path);
  return identity;
}

}  // namespace surfscan
