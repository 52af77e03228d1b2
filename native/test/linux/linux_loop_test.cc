// Real block devices: loop devices over files, loop(4). Exit status 77 where there are none.
#include <linux/blkpg.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "posix/backing_file.h"
#include "posix/posix_device.h"
#include "test/check.h"
#include "test/loop_device.h"
#include "test/posix/scripted_calls.h"
#include "test/temporary_directory.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr int kSkipped = 77;
constexpr size_t kMiB = 1 << 20;

struct Buffer {
  Buffer() : bytes(static_cast<uint8_t*>(std::aligned_alloc(4096, kMiB))) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { std::free(bytes); }
  bool holds(uint64_t offset, size_t count) const {
    for (size_t i = 0; i < count; i++) {
      if (bytes[i] != content(offset + i)) return false;
    }
    return true;
  }
  uint8_t* bytes;
};

std::unique_ptr<SyncDevice> open_disk(const std::string& path) {
  OpenError error;
  TargetKind kind = TargetKind::file;
  auto device = open_posix_device(path, 512, error, &kind);
  CHECK_EQ(std::string(error.code == nullptr ? "" : error.code), "");
  CHECK(device == nullptr || kind == TargetKind::block);
  return device;
}

void reads_a_disk_of(uint32_t sector_bytes, const std::string& file) {
  const Loop loop(file, {sector_bytes});
  CHECK(loop.attached());
  const auto device = open_disk(loop.path());
  if (device == nullptr) return;
  const Geometry& geometry = device->geometry();
  CHECK_EQ(geometry.sectors, 4 * kMiB / sector_bytes);
  CHECK_EQ(geometry.logical_bytes, sector_bytes);
  CHECK_EQ(geometry.physical_bytes, sector_bytes);
  CHECK_EQ(geometry.physical_first_lba, 0u);
  CHECK(device->cache_bypassed());
  const Buffer buffer;
  const uint32_t count = static_cast<uint32_t>(kMiB / sector_bytes);
  CHECK(device->read(count, count, buffer.bytes).error == Error::none);
  CHECK(buffer.holds(kMiB, kMiB));
  CHECK(device->read(geometry.sectors - 1, 1, buffer.bytes).error == Error::none);
  CHECK(buffer.holds(4 * kMiB - sector_bytes, sector_bytes));
  CHECK(device->cache_bypassed());
}

void a_shifted_disk_reads_at_its_own_offsets(const std::string& file) {
  const Loop loop(file, {512, 512 * 3});
  CHECK(loop.attached());
  const auto device = open_disk(loop.path());
  if (device == nullptr) return;
  CHECK_EQ(device->geometry().sectors, 4 * kMiB / 512 - 3);
  const Buffer buffer;
  CHECK(device->read(5, 1, buffer.bytes).error == Error::none);
  CHECK(buffer.holds(8 * 512, 512));
}

// As partx(8) tells the kernel of one, which need not know any partition table itself.
int change_partition(const Loop& loop, int operation, const blkpg_partition& partition) {
  blkpg_partition data = partition;
  blkpg_ioctl_arg argument{operation, 0, sizeof data, &data};
  return ::ioctl(loop.fd(), BLKPG, &argument);
}

void a_partition_is_a_disk_of_its_own(const std::string& file) {
  const Loop loop(file, {512, 0, LO_FLAGS_PARTSCAN});
  CHECK(loop.attached());
  blkpg_partition partition{};
  partition.start = 3 * 512;
  partition.length = 8 * 512;
  partition.pno = 1;
  struct stat status {};
  const std::string path = loop.path() + "p1";
  if (change_partition(loop, BLKPG_ADD_PARTITION, partition) != 0 ||
      ::stat(path.c_str(), &status) != 0) {
    std::puts("SKIP: no node for a loop device's partition");
    return;
  }
  if (const auto device = open_disk(path)) {
    CHECK_EQ(device->geometry().sectors, 8u);
    CHECK_EQ(device->geometry().physical_first_lba, 0u);
    const Buffer buffer;
    CHECK(device->read(1, 2, buffer.bytes).error == Error::none);
    CHECK(buffer.holds(4 * 512, 1024));
  }
  CHECK(change_partition(loop, BLKPG_DEL_PARTITION, partition) == 0);
}

// Whatever it is called now.
void its_file_is_known_by_what_it_is(const TemporaryDirectory& directory) {
  const std::string file = directory.file("unlinked", kMiB, content);
  struct stat status {};
  CHECK(::stat(file.c_str(), &status) == 0);
  const Loop loop(file, {});
  CHECK(loop.attached());
  CHECK(::unlink(file.c_str()) == 0);
  BackingFile found;
  CHECK(backing_file(real_calls(), loop.path(), found));
  CHECK_EQ(found.device, status.st_dev);
  CHECK_EQ(found.inode, status.st_ino);
  CHECK(!backing_file(real_calls(), "/dev/null", found));
}

void a_disk_without_a_medium_is_empty() {
  OpenError error;
  const int control = ::open("/dev/loop-control", O_RDWR | O_CLOEXEC);
  const int number = ::ioctl(control, LOOP_CTL_GET_FREE);
  ::close(control);
  const std::string path = "/dev/loop" + std::to_string(number);
  const auto device = open_posix_device(path, 512, error);
  if (device != nullptr) return;  // another has just attached it
  CHECK(std::string(error.code) == "ERR_EMPTY" || std::string(error.code) == "ERR_GONE");
}

// The backing file loses its end: direct reads of a loop device there fail, drivers/block/loop.c.
void what_cannot_be_read_is_io(const TemporaryDirectory& directory) {
  const std::string file = directory.file("short", 2 * kMiB, content);
  const Loop loop(file, {});
  CHECK(loop.attached());
  const auto device = open_disk(loop.path());
  if (device == nullptr) return;
  CHECK(::truncate(file.c_str(), kMiB) == 0);
  const Buffer buffer;
  const Outcome outcome = device->read(kMiB / 512 + 8, 8, buffer.bytes);
  if (outcome.error == Error::none) {
    std::puts("SKIP: this file system lets a loop device read past the end");
    return;
  }
  CHECK(outcome.error == Error::io);
  CHECK_EQ(outcome.error_number, EIO);
  CHECK(outcome.latency_ns > 0);
  CHECK(device->read(0, 8, buffer.bytes).error == Error::none);
}

void a_huge_disk_reads_at_its_end(const TemporaryDirectory& directory) {
  constexpr off_t kBytes = off_t{5} << 41;
  const std::string file = directory.sparse("huge", kBytes);
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || status.st_size != kBytes) {
    std::puts("SKIP: no file of 10 TiB here");
    return;
  }
  const Loop loop(file, {});
  CHECK(loop.attached());
  const auto device = open_disk(loop.path());
  if (device == nullptr) return;
  CHECK_EQ(device->geometry().sectors, static_cast<uint64_t>(kBytes) / 512);
  const Buffer buffer;
  std::memset(buffer.bytes, 0xff, 512);
  CHECK(device->read(device->geometry().sectors - 1, 1, buffer.bytes).error == Error::none);
  CHECK_EQ(static_cast<int>(buffer.bytes[511]), 0);
}

}  // namespace

int main() {
  const TemporaryDirectory directory;
  const std::string file = directory.file("disk", 4 * kMiB, content);
  {
    const Loop probe(file, {});
    if (!probe.attached()) {
      std::printf("SKIP: no loop device to be had: %s\n", std::strerror(probe.error_number()));
      return kSkipped;
    }
  }
  reads_a_disk_of(512, file);
  reads_a_disk_of(4096, file);
  a_shifted_disk_reads_at_its_own_offsets(file);
  a_partition_is_a_disk_of_its_own(file);
  its_file_is_known_by_what_it_is(directory);
  a_disk_without_a_medium_is_empty();
  what_cannot_be_read_is_io(directory);
  a_huge_disk_reads_at_its_end(directory);
  return failures();
}
