// Whatever FreeBSD's kernel answers of its disks, disk(4)'s ioctls and devstat(9)'s counters: taken
// for a disk that can be, or refused.
#include <sys/types.h>
#include <sys/disk.h>

#include <cstring>
#include <vector>

#include "freebsd/freebsd_statistics.h"
#include "fuzz/target.h"
#include "posix/disk_calls.h"
#include "posix/disk_facts.h"
#include "test/posix/scripted_calls.h"

using namespace surfscan;
using surfscan::fuzz::Input;
using surfscan::test::kScriptedFd;
using surfscan::test::ScriptedCalls;

namespace {

constexpr size_t kMostText = DISK_IDENT_SIZE;
constexpr size_t kMostListBytes = 4096;

bool is_power_of_two(uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

// Any errno, or success with any bytes in all the room that the request's number names.
int answer(Input& input, unsigned long request, void* argument) {
  if (input.byte() >= 230) return 1 + input.byte();
  const size_t bytes = (request >> 16) & 0x1fff;
  if (request == DIOCGATTR) {
    auto& attribute = *static_cast<diocgattr_arg*>(argument);
    input.fill(&attribute.value, sizeof attribute.value);
    attribute.len = static_cast<int>(input.whole(4));
  } else if (bytes <= sizeof(uint64_t) && input.flag()) {
    const uint64_t number = input.any();
    std::memcpy(argument, &number, bytes);
  } else {
    input.fill(argument, bytes);
  }
  return 0;
}

void check_geometry(const ScriptedCalls& calls) {
  Geometry geometry;
  OpenError error;
  const bool told = disk_geometry(calls, kScriptedFd, geometry, error);
  CHECK_EQ(told, error.code == nullptr);
  if (!told) return;
  const uint64_t bytes = geometry.logical_bytes;
  CHECK(is_power_of_two(bytes) && bytes >= kMinSectorBytes && bytes <= kMaxSectorBytes);
  CHECK(is_power_of_two(geometry.physical_bytes) && geometry.physical_bytes >= bytes);
  CHECK(geometry.sectors <= uint64_t{INT64_MAX} / bytes);
  CHECK(geometry.rest_bytes < bytes);
  CHECK(geometry.physical_first_lba < geometry.physical_bytes / bytes);
}

void check_identity(const ScriptedCalls& calls) {
  const DiskIdentity identity = disk_identity(calls, "/dev/ada0", kScriptedFd);
  for (const std::string& text :
       {identity.model, identity.serial, identity.attachment, identity.lun_id}) {
    CHECK(text.size() <= kMostText && text.find('\0') == std::string::npos);
  }
  CHECK(identity.rotation_rate >= 0 && identity.rotation_rate < 0xffff);
}

// sysctlbyname(3) has no place for the input that it answers from.
Input* list_input = nullptr;

// The kernel writes no more than there is room for; what it says of the length may be anything.
int say_list(const char*, void* old_value, size_t* old_bytes, const void* new_value, size_t) {
  CHECK(new_value == nullptr);
  Input& input = *list_input;
  if (input.byte() >= 230) {
    errno = input.one_of({EBUSY, ENOMEM, EPERM, ENOENT});
    return -1;
  }
  if (old_value == nullptr) {
    *old_bytes = input.flag() ? input.below(kMostListBytes) : input.any();
    return 0;
  }
  const int version = 6;
  const size_t room = *old_bytes;
  input.fill(old_value, std::min(room, kMostListBytes));
  if (room == sizeof version && input.byte() < 250) std::memcpy(old_value, &version, room);
  if (room != sizeof version) *old_bytes = input.flag() ? input.below(kMostListBytes) : input.any();
  return 0;
}

}  // namespace

void fuzz::fuzz(Input& input) {
  ScriptedCalls calls;
  calls.on_ioctl = [&input](unsigned long request, void* argument) {
    return answer(input, request, argument);
  };
  check_geometry(calls);
  check_identity(calls);
  list_input = &input;
  const std::string disk = input.text(input.byte() % 20);
  DiskStatistics statistics;
  if (disk_statistics_with(say_list, disk, statistics)) CHECK(!disk.empty());
}
