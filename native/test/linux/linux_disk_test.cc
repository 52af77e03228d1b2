// What Linux's ioctls say of a disk, scripted, and the geometry that is made of it.
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/loop.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "posix/backing_file.h"
#include "posix/disk_calls.h"
#include "posix/posix_device.h"
#include "test/check.h"
#include "test/posix/scripted_calls.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

struct Disk {
  uint64_t bytes = 0;
  int logical = 512;
  unsigned physical = 512;
  int alignment = 0;
  std::map<unsigned long, int> errnos = {};  // of an ioctl that fails
};

void script(ScriptedCalls& calls, const Disk& disk) {
  calls.is_node(S_IFBLK);
  calls.on_ioctl = [disk](unsigned long request, void* argument) {
    const auto failure = disk.errnos.find(request);
    if (failure != disk.errnos.end()) return failure->second;
    if (request == BLKGETSIZE64) std::memcpy(argument, &disk.bytes, sizeof disk.bytes);
    if (request == BLKSSZGET) std::memcpy(argument, &disk.logical, sizeof disk.logical);
    if (request == BLKPBSZGET) std::memcpy(argument, &disk.physical, sizeof disk.physical);
    if (request == BLKALIGNOFF) std::memcpy(argument, &disk.alignment, sizeof disk.alignment);
    return 0;
  };
}

Geometry geometry_of(const Disk& disk) {
  ScriptedCalls calls;
  script(calls, disk);
  Geometry geometry;
  OpenError error;
  CHECK(disk_geometry(calls, kScriptedFd, geometry, error));
  CHECK(error.code == nullptr);
  return geometry;
}

void check_geometry(const Disk& disk, uint64_t sectors, uint32_t physical, uint32_t first_lba) {
  const Geometry geometry = geometry_of(disk);
  CHECK_EQ(geometry.sectors, sectors);
  CHECK_EQ(geometry.logical_bytes, static_cast<uint32_t>(disk.logical));
  CHECK_EQ(geometry.physical_bytes, physical);
  CHECK_EQ(geometry.physical_first_lba, first_lba);
}

void sizes_and_sectors() {
  check_geometry({1000204886016, 512, 512}, 1953525168, 512, 0);
  check_geometry({1000204886016, 512, 4096}, 1953525168, 4096, 0);
  check_geometry({24'000'277'250'048, 4096, 4096}, 5'859'442'688, 4096, 0);
  check_geometry({512, 512, 512}, 1, 512, 0);
}

void alignment_moves_the_first_physical_sector() {
  check_geometry({1 << 20, 512, 4096, 3584}, 2048, 4096, 7);
  check_geometry({1 << 20, 512, 4096, 512}, 2048, 4096, 1);
  // In steps of io_min, which may be many physical sectors: 60 KiB + 512.
  check_geometry({1 << 20, 512, 4096, 61952}, 2048, 4096, 1);
  check_geometry({1 << 20, 512, 4096, 65536 - 4096}, 2048, 4096, 0);
  check_geometry({1 << 20, 512, 4096, -1}, 2048, 4096, 0);     // misaligned, the kernel says
  check_geometry({1 << 20, 512, 4096, -512}, 2048, 4096, 0);   // what it never says
  check_geometry({1 << 20, 4096, 16384, 512}, 256, 16384, 0);  // begins within an LBA
  check_geometry({1 << 20, 512, 512, 3584}, 2048, 512, 0);
}

void a_physical_sector_that_cannot_be_is_the_logical_one() {
  for (const unsigned physical : {0u, 256u, 3000u, 1u << 21, 0x80000000u, 0xffffffffu}) {
    check_geometry({1 << 20, 512, physical, 512}, 2048, 512, 0);
  }
  check_geometry({1 << 20, 4096, 512, 512}, 256, 4096, 0);
  check_geometry({1 << 20, 512, 4096, 512, {{BLKPBSZGET, ENOTTY}}}, 2048, 512, 0);
  check_geometry({1 << 20, 512, 4096, 512, {{BLKALIGNOFF, ENOTTY}}}, 2048, 4096, 0);
}

// The file below a loop device.
void what_it_is_made_of() {
  ScriptedCalls calls;
  calls.on_ioctl = [](unsigned long request, void* argument) {
    CHECK_EQ(request, static_cast<unsigned long>(LOOP_GET_STATUS64));
    auto* info = static_cast<loop_info64*>(argument);
    info->lo_device = 0xfe00;
    info->lo_inode = UINT64_MAX;
    return 0;
  };
  BackingFile file;
  CHECK(backing_file(calls, "/dev/loop0", file));
  CHECK_EQ(file.device, 0xfe00u);
  CHECK_EQ(file.inode, UINT64_MAX);
  CHECK_EQ(calls.open_flags.at(0), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  CHECK_EQ(calls.closes, 1);
  calls.on_ioctl = [](unsigned long, void*) { return ENXIO; };  // detached meanwhile
  CHECK(!backing_file(calls, "/dev/loop0", file));
  CHECK_EQ(calls.closes, 2);
  ScriptedCalls away;
  away.open_errnos = {EACCES};
  CHECK(!backing_file(away, "/dev/loop0", file));
  CHECK_EQ(away.closes, 0);
}

void check_refused(const Disk& disk, const char* code, int error_number, const char* syscall) {
  ScriptedCalls calls;
  script(calls, disk);
  OpenError error;
  CHECK(open_posix_device_with(calls, "/dev/sdz", 512, error) == nullptr);
  CHECK_EQ(std::string(error.code == nullptr ? "" : error.code), code);
  CHECK_EQ(error.error_number, error_number);
  CHECK_EQ(std::string(error.syscall == nullptr ? "" : error.syscall), syscall);
  CHECK_EQ(calls.closes, 1);
}

void sizes_that_cannot_be_are_refused() {
  for (const int logical : {0, -512, 511, 256, 513, 131072, INT32_MIN}) {
    check_refused({1 << 20, logical}, "ERR_OPEN", 0, "");
  }
  check_refused({1ULL << 63}, "ERR_OPEN", 0, "");
  check_refused({0}, "ERR_EMPTY", 0, "");  // no medium
  check_refused({511}, "ERR_EMPTY", 0, "");
}

void says_which_call_failed() {
  for (const int gone : {ENXIO, ENODEV, ENOMEDIUM}) {
    check_refused({0, 512, 512, 0, {{BLKGETSIZE64, gone}}}, "ERR_GONE", gone,
                  "ioctl BLKGETSIZE64");
  }
  check_refused({0, 512, 512, 0, {{BLKGETSIZE64, ENOTTY}}}, "ERR_NOT_A_DISK", ENOTTY,
                "ioctl BLKGETSIZE64");
  check_refused({1 << 20, 512, 512, 0, {{BLKSSZGET, EIO}}}, "ERR_OPEN", EIO, "ioctl BLKSSZGET");
}

void opens_a_block_device_and_reads_it() {
  ScriptedCalls calls;
  script(calls, {1 << 20, 4096, 4096});
  OpenError error;
  TargetKind kind = TargetKind::file;
  DiskIdentity identity;
  const auto device =
      open_posix_device_with(calls, "/dev/sdz", 512, error, &kind, &identity);
  CHECK(device != nullptr);
  if (device == nullptr) return;
  CHECK(kind == TargetKind::block);
  CHECK(identity.model.empty() && identity.serial.empty() && identity.rotation_rate == 0);
  std::string buffer(8192, '\0');
  CHECK(device->read(3, 2, buffer.data()).error == Error::none);
  CHECK_EQ(calls.reads[0].offset, 3u * 4096);
  CHECK_EQ(calls.reads[0].bytes, 8192u);
}

void tells_whether_somebody_has_the_disk_for_himself() {
  struct Case {
    std::vector<int> second;
    Held held;
  };
  for (const auto& [second, expected] : std::vector<Case>{{{0}, Held::no},
                                                          {{EBUSY, EBUSY}, Held::yes},
                                                          {{EBUSY, 0}, Held::no},
                                                          {{EACCES}, Held::unknown}}) {
    ScriptedCalls calls;
    script(calls, {1 << 20});
    calls.open_errnos = {0};
    calls.open_errnos.insert(calls.open_errnos.end(), second.begin(), second.end());
    OpenError error;
    DiskIdentity identity;
    const auto device =
        open_posix_device_with(calls, "/dev/sdz", 512, error, nullptr, &identity);
    CHECK(device != nullptr);
    CHECK(identity.held == expected);
    for (const int flags : calls.open_flags) CHECK_EQ(flags & O_ACCMODE, O_RDONLY);
    CHECK((calls.open_flags.back() & O_EXCL) != 0);
  }
}

void no_character_device_is_opened() {
  ScriptedCalls calls;
  calls.is_node(S_IFCHR);
  OpenError error;
  CHECK(open_posix_device_with(calls, "/dev/null", 512, error) == nullptr);
  CHECK_EQ(std::string(error.code), "ERR_NOT_A_DISK");
  CHECK(calls.open_flags.empty());
}

}  // namespace

int main() {
  what_it_is_made_of();
  sizes_and_sectors();
  alignment_moves_the_first_physical_sector();
  a_physical_sector_that_cannot_be_is_the_logical_one();
  sizes_that_cannot_be_are_refused();
  says_which_call_failed();
  opens_a_block_device_and_reads_it();
  tells_whether_somebody_has_the_disk_for_himself();
  no_character_device_is_opened();
  return failures();
}
