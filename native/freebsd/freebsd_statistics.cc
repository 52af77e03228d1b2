// FreeBSD counts each disk's transfers in devstat(9). All disks' counters are one answer of
// sysctl(3): a generation, then a struct devstat a disk (sys/kern/subr_devstat.c, sysctl_devstat).
#include "freebsd/freebsd_statistics.h"

#include <sys/types.h>
#include <sys/time.h>
#include <sys/devicestat.h>
#include <sys/sysctl.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace surfscan {
namespace {

// The ABI that this was written for, asserted wherever it is built. FreeBSD 9 has the same.
static_assert(DEVSTAT_VERSION == 6, "sys/devicestat.h");
static_assert(DEVSTAT_NAME_LEN == 16, "sys/devicestat.h");
static_assert(DEVSTAT_READ == 1 && DEVSTAT_WRITE == 2, "sys/devicestat.h");
#ifdef __LP64__
static_assert(offsetof(devstat, device_name) == 44, "sys/devicestat.h");
static_assert(offsetof(devstat, unit_number) == 60, "sys/devicestat.h");
static_assert(offsetof(devstat, bytes) == 64, "sys/devicestat.h");
static_assert(sizeof(devstat) == 288, "sys/devicestat.h");
#endif

constexpr char kAllDisks[] = "kern.devstat.all";
constexpr char kVersion[] = "kern.devstat.version";

// A disk that comes or goes meanwhile makes the answer longer, or EBUSY: asked again, not for ever.
constexpr int kMostTries = 8;
constexpr size_t kSpareDisks = 4;
constexpr size_t kMostDisks = 65536;

bool has_known_version(SysctlByName sysctl) {
  int version = 0;
  size_t bytes = sizeof version;
  return sysctl(kVersion, &version, &bytes, nullptr, 0) == 0 && bytes == sizeof version &&
         version == DEVSTAT_VERSION;
}

bool ask_all(SysctlByName sysctl, std::vector<unsigned char>& answer) {
  for (int tries = 0; tries < kMostTries; tries++) {
    size_t bytes = 0;
    if (sysctl(kAllDisks, nullptr, &bytes, nullptr, 0) != 0) {
      if (errno == EBUSY) continue;
      return false;
    }
    if (bytes > kMostDisks * sizeof(devstat)) return false;
    answer.assign(bytes + kSpareDisks * sizeof(devstat), 0);
    bytes = answer.size();
    if (sysctl(kAllDisks, answer.data(), &bytes, nullptr, 0) == 0) {
      if (bytes > answer.size()) return false;
      answer.resize(bytes);
      return true;
    }
    if (errno != EBUSY && errno != ENOMEM) return false;
  }
  return false;
}

// The name need not have an end: nothing is read beyond the room it has.
std::string name_of(const devstat& disk) {
  return std::string(disk.device_name, strnlen(disk.device_name, sizeof disk.device_name)) +
         std::to_string(disk.unit_number);
}

}  // namespace

bool disk_statistics_with(SysctlByName sysctl, const std::string& disk,
                          DiskStatistics& statistics) {
  std::vector<unsigned char> answer;
  if (!has_known_version(sysctl) || !ask_all(sysctl, answer)) return false;
  // A kernel with another struct than this was built for would be read as nonsense.
  if (answer.size() < sizeof(long)) return false;
  if ((answer.size() - sizeof(long)) % sizeof(devstat) != 0) return false;
  for (size_t at = sizeof(long); at < answer.size(); at += sizeof(devstat)) {
    devstat entry;
    std::memcpy(&entry, answer.data() + at, sizeof entry);
    if (name_of(entry) != disk) continue;
    statistics.read_bytes = entry.bytes[DEVSTAT_READ];
    statistics.written_bytes = entry.bytes[DEVSTAT_WRITE];
    return true;
  }
  return false;
}

bool disk_statistics(const std::string& disk, DiskStatistics& statistics) {
  return disk_statistics_with(::sysctlbyname, disk, statistics);
}

}  // namespace surfscan
