// FreeBSD: disks are character devices that answer disk(4)'s ioctls (sys/geom/geom_dev.c).
#include <sys/types.h>
#include <sys/disk.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>

#include "posix/disk_calls.h"
#include "posix/disk_facts.h"

namespace surfscan {
namespace {

// The ABI that this was written for, asserted wherever it is built.
static_assert(sizeof(off_t) == 8, "sys/_types.h");
static_assert(DIOCGSECTORSIZE == 0x40046480UL, "_IOR('d', 128, u_int)");
static_assert(DIOCGMEDIASIZE == 0x40086481UL, "_IOR('d', 129, off_t)");
static_assert(DIOCGIDENT == 0x41006489UL, "_IOR('d', 137, char[256])");
static_assert(DIOCGSTRIPESIZE == 0x4008648bUL, "_IOR('d', 139, off_t)");
static_assert(DIOCGSTRIPEOFFSET == 0x4008648cUL, "_IOR('d', 140, off_t)");
static_assert(DIOCGATTR == 0xc148648eUL, "_IOWR('d', 142, struct diocgattr_arg)");
static_assert(offsetof(diocgattr_arg, len) == 64, "char name[64]");
static_assert(offsetof(diocgattr_arg, value) == 72, "aligned as off_t");
static_assert(sizeof(diocgattr_arg) == 328, "the largest value is char str[256]");

// A larger stripe is a RAID's, not a sector.
constexpr off_t kMaxStripeBytes = 16384;

// ATA Command Set, IDENTIFY DEVICE word 217: 2…400h and ffffh are reserved.
constexpr uint16_t kNoSpindle = 1;
constexpr uint16_t kSlowestRpm = 0x401;
constexpr uint16_t kFastestRpm = 0xfffe;

const char* code_of(int error_number) {
  switch (error_number) {
    case ENOENT:  // g_dev_ioctl() says it of a size of 0: there is no medium
      return "ERR_EMPTY";
    case ENXIO:
      return "ERR_GONE";
    case ENOTTY:  // a terminal, /dev/null: ioctl(2)
    case EINVAL:
    case ENODEV:  // a driver without any ioctl
    case EOPNOTSUPP:
      return "ERR_NOT_A_DISK";
    default:
      return "ERR_OPEN";
  }
}

// Optional. Where the offset of the node's start within a stripe is o, the first whole stripe
// begins after the other s − o bytes.
void ask_stripe(const SystemCalls& calls, int fd, DiskFacts& facts) {
  off_t stripe = 0;
  if (calls.ioctl(fd, DIOCGSTRIPESIZE, &stripe) != 0) return;
  if (stripe <= 0 || stripe > kMaxStripeBytes) return;
  facts.physical_bytes = static_cast<uint64_t>(stripe);
  off_t offset = 0;
  if (calls.ioctl(fd, DIOCGSTRIPEOFFSET, &offset) != 0 || offset < 0) return;
  facts.first_aligned_byte = static_cast<uint64_t>(stripe - offset % stripe);
}

// A string that need not have an end: nothing is read beyond the room it has.
std::string bounded(const char* text, size_t room) { return {text, strnlen(text, room)}; }

bool ask_attribute(const SystemCalls& calls, int fd, const char* name, size_t bytes,
                   diocgattr_arg& answer) {
  answer = {};
  std::snprintf(answer.name, sizeof answer.name, "%s", name);
  answer.len = static_cast<int>(bytes);
  return calls.ioctl(fd, DIOCGATTR, &answer) == 0;
}

// The answer's `len` is the kernel's word, and not needed: the room is known.
std::string text_attribute(const SystemCalls& calls, int fd, const char* name) {
  diocgattr_arg answer;
  if (!ask_attribute(calls, fd, name, sizeof answer.value.str, answer)) return {};
  return bounded(answer.value.str, sizeof answer.value.str);
}

int32_t rotation_rate(const SystemCalls& calls, int fd) {
  diocgattr_arg answer;
  if (!ask_attribute(calls, fd, "GEOM::rotation_rate", sizeof answer.value.u16, answer)) return 0;
  const uint16_t rate = answer.value.u16;
  const bool known = rate == kNoSpindle || (rate >= kSlowestRpm && rate <= kFastestRpm);
  return known ? rate : 0;
}

}  // namespace

bool is_disk_node(mode_t mode) { return S_ISCHR(mode); }

bool disk_geometry(const SystemCalls& calls, int fd, Geometry& geometry, OpenError& error) {
  off_t bytes = 0;
  if (calls.ioctl(fd, DIOCGMEDIASIZE, &bytes) != 0) {
    return open_failed(error, code_of(errno), errno, "ioctl DIOCGMEDIASIZE");
  }
  u_int logical = 0;
  if (calls.ioctl(fd, DIOCGSECTORSIZE, &logical) != 0) {
    return open_failed(error, code_of(errno), errno, "ioctl DIOCGSECTORSIZE");
  }
  DiskFacts facts;
  facts.bytes = static_cast<uint64_t>(bytes);
  facts.logical_bytes = logical;
  ask_stripe(calls, fd, facts);
  return geometry_of_facts(facts, geometry, error);
}

DiskIdentity disk_identity(const SystemCalls& calls, const std::string&, int fd) {
  DiskIdentity identity;
  char serial[DISK_IDENT_SIZE] = {};
  if (calls.ioctl(fd, DIOCGIDENT, serial) == 0) identity.serial = bounded(serial, sizeof serial);
  identity.model = text_attribute(calls, fd, "GEOM::descr");
  identity.attachment = text_attribute(calls, fd, "GEOM::attachment");
  identity.lun_id = text_attribute(calls, fd, "GEOM::lunid");
  identity.rotation_rate = rotation_rate(calls, fd);
  return identity;
}

}  // namespace surfscan
