// FreeBSD's disk(4), scripted: geometry, identity, what is refused. Runs on FreeBSD, and elsewhere
// over the headers in native/freebsd/include.
#include <string>

#include "posix/disk_calls.h"
#include "posix/posix_device.h"
#include "test/freebsd/scripted_disk.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void check_geometry(const Disk& disk, uint64_t sectors, uint32_t physical, uint32_t first_lba) {
  ScriptedCalls calls;
  script(calls, disk);
  Geometry geometry;
  OpenError error;
  CHECK(disk_geometry(calls, kScriptedFd, geometry, error));
  CHECK_EQ(geometry.sectors, sectors);
  CHECK_EQ(geometry.logical_bytes, disk.logical);
  CHECK_EQ(geometry.physical_bytes, physical);
  CHECK_EQ(geometry.physical_first_lba, first_lba);
}

void sizes_and_sectors() {
  check_geometry({1000204886016, 512}, 1953525168, 512, 0);
  check_geometry({1000204886016, 512, 4096}, 1953525168, 4096, 0);
  check_geometry({24'000'277'250'048, 4096, 4096}, 5'859'442'688, 4096, 0);
}

void the_stripe_offset_moves_the_first_physical_sector() {
  check_geometry({1 << 20, 512, 4096, 512}, 2048, 4096, 7);  // a partition from LBA 1
  check_geometry({1 << 20, 512, 4096, 63 * 512}, 2048, 4096, 1);
  check_geometry({1 << 20, 512, 4096, 4096}, 2048, 4096, 0);
  check_geometry({1 << 20, 512, 4096, off_t{1} << 62}, 2048, 4096, 0);
  check_geometry({1 << 20, 512, 4096, -512}, 2048, 4096, 0);
  check_geometry({1 << 20, 512, 4096, 100}, 2048, 4096, 0);  // begins within an LBA
  check_geometry({1 << 20, 512, 4096, 512, {{DIOCGSTRIPEOFFSET, ENOTTY}}}, 2048, 4096, 0);
}

void a_stripe_that_is_no_sector_is_left_out() {
  for (const off_t stripe : {0, 256, 3000, 12288, 32768, 131072, -4096}) {
    check_geometry({1 << 20, 512, stripe, 512}, 2048, 512, 0);
  }
  check_geometry({1 << 20, 4096, 512, 512}, 256, 4096, 0);
  check_geometry({1 << 20, 512, 16384, 512}, 2048, 16384, 31);
  check_geometry({1 << 20, 512, 4096, 512, {{DIOCGSTRIPESIZE, ENOTTY}}}, 2048, 512, 0);
}

void check_refused(const Disk& disk, const char* code, int error_number, const char* syscall) {
  ScriptedCalls calls;
  script(calls, disk);
  OpenError error;
  CHECK(open_posix_device_with(calls, "/dev/ada0", 512, error) == nullptr);
  CHECK_EQ(std::string(error.code == nullptr ? "" : error.code), code);
  CHECK_EQ(error.error_number, error_number);
  CHECK_EQ(std::string(error.syscall == nullptr ? "" : error.syscall), syscall);
  CHECK_EQ(calls.closes, 1);
}

void what_is_no_disk_is_refused() {
  Disk disk;
  for (const int none : {ENOTTY, EINVAL, ENODEV, EOPNOTSUPP}) {  // terminals, /dev/null, tapes
    disk.errnos = {{DIOCGMEDIASIZE, none}};
    check_refused(disk, "ERR_NOT_A_DISK", none, "ioctl DIOCGMEDIASIZE");
  }
  disk.errnos = {{DIOCGMEDIASIZE, ENXIO}};
  check_refused(disk, "ERR_GONE", ENXIO, "ioctl DIOCGMEDIASIZE");
  disk.errnos = {{DIOCGSECTORSIZE, ENXIO}};
  check_refused(disk, "ERR_GONE", ENXIO, "ioctl DIOCGSECTORSIZE");
  disk.errnos = {{DIOCGSECTORSIZE, EIO}};
  check_refused(disk, "ERR_OPEN", EIO, "ioctl DIOCGSECTORSIZE");
  check_refused({0}, "ERR_EMPTY", ENOENT, "ioctl DIOCGMEDIASIZE");
  check_refused({511}, "ERR_EMPTY", 0, "");
  check_refused({-512}, "ERR_OPEN", 0, "");
  for (const u_int logical : {256u, 2352u, 131072u}) {  // 2352: an audio CD, sys/sys/disk.h
    check_refused({1 << 20, logical}, "ERR_OPEN", 0, "");
  }
}

void no_block_device_is_opened() {
  ScriptedCalls calls;
  calls.is_node(S_IFBLK);
  OpenError error;
  CHECK(open_posix_device_with(calls, "/dev/ada0", 512, error) == nullptr);
  CHECK_EQ(std::string(error.code), "ERR_NOT_A_DISK");
  CHECK(calls.open_flags.empty());
}

DiskIdentity identity_of(const Disk& disk) {
  ScriptedCalls calls;
  script(calls, disk);
  return disk_identity(calls, "/dev/ada0", kScriptedFd);
}

void tells_who_the_disk_is() {
  Disk disk;
  disk.serial = "S1D3NT";
  disk.texts = {{"GEOM::descr", "QEMU HARDDISK"},
                {"GEOM::attachment", "ahcich0"},
                {"GEOM::lunid", "5000c50012345678"}};
  disk.rotation_rate = 7200;
  const DiskIdentity identity = identity_of(disk);
  CHECK_EQ(identity.serial, "S1D3NT");
  CHECK_EQ(identity.model, "QEMU HARDDISK");
  CHECK_EQ(identity.attachment, "ahcich0");
  CHECK_EQ(identity.lun_id, "5000c50012345678");
  CHECK_EQ(identity.rotation_rate, 7200);
}

void all_of_it_is_optional() {
  const DiskIdentity identity = identity_of({});
  CHECK(identity.serial.empty() && identity.model.empty() && identity.attachment.empty());
  CHECK(identity.lun_id.empty());
  CHECK_EQ(identity.rotation_rate, 0);
}

void strings_without_an_end_end_with_their_room() {
  Disk disk;
  disk.serial = std::string(1000, 's');
  disk.texts = {{"GEOM::descr", std::string(1000, 'm')}, {"GEOM::attachment", "\x1b[2J\x07"}};
  const DiskIdentity identity = identity_of(disk);
  CHECK_EQ(identity.serial, std::string(256, 's'));
  CHECK_EQ(identity.model, std::string(256, 'm'));
  CHECK_EQ(identity.attachment, "\x1b[2J\x07");  // as it came: others clean it
}

void reserved_rotation_rates_are_unknown() {
  for (const int rate : {0, 2, 0x400, 0xffff}) {
    Disk disk;
    disk.rotation_rate = rate;
    CHECK_EQ(identity_of(disk).rotation_rate, 0);
  }
  for (const int rate : {1, 0x401, 5400, 0xfffe}) {
    Disk disk;
    disk.rotation_rate = rate;
    CHECK_EQ(identity_of(disk).rotation_rate, rate);
  }
}

void opens_reads_and_closes() {
  ScriptedCalls calls;
  Disk disk;
  disk.serial = "S1";
  script(calls, disk);
  calls.pieces = {{kWhole}, failing(EIO), failing(ENXIO)};
  {
    OpenError error;
    TargetKind kind = TargetKind::file;
    DiskIdentity identity;
    const auto device = open_posix_device_with(calls, "/dev/ada0", 512, error, &kind, &identity);
    CHECK(device != nullptr);
    if (device == nullptr) return;
    CHECK(kind == TargetKind::block);
    CHECK_EQ(identity.serial, "S1");
    std::string buffer(4096, '\0');
    CHECK(device->read(9, 8, buffer.data()).error == Error::none);
    CHECK_EQ(calls.reads[0].offset, 9u * 512);
    // FreeBSD says EIO of whatever a disk could not read: never dressed up as UNC.
    const Outcome failed = device->read(9, 8, buffer.data());
    CHECK(failed.error == Error::io && failed.error_number == EIO);
    CHECK(device->read(9, 8, buffer.data()).error == Error::gone);
    CHECK(device->cache_bypassed());
  }
  CHECK_EQ(calls.open_flags.size(), 1u);
  CHECK_EQ(calls.open_flags[0] & O_ACCMODE, O_RDONLY);
  CHECK_EQ(calls.closes, 1);
}

void asks_nothing_of_an_image() {
  ScriptedCalls calls;
  calls.is_image(1 << 20);
  OpenError error;
  DiskIdentity identity;
  CHECK(open_posix_device_with(calls, "image", 512, error, nullptr, &identity) != nullptr);
  CHECK(calls.ioctls.empty());
}

}  // namespace

int main() {
  sizes_and_sectors();
  the_stripe_offset_moves_the_first_physical_sector();
  a_stripe_that_is_no_sector_is_left_out();
  what_is_no_disk_is_refused();
  no_block_device_is_opened();
  tells_who_the_disk_is();
  all_of_it_is_optional();
  strings_without_an_end_end_with_their_room();
  reserved_rotation_rates_are_unknown();
  opens_reads_and_closes();
  asks_nothing_of_an_image();
  return failures();
}
