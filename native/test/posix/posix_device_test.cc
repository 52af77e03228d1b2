// Real files of every kind, opened and read as targets.
#include "posix/posix_device.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/clock.h"
#include "test/check.h"
#include "test/posix/scripted_calls.h"
#include "test/temporary_directory.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr size_t kMiB = 1 << 20;

struct Buffer {
  explicit Buffer(size_t bytes) : bytes_(static_cast<uint8_t*>(std::aligned_alloc(4096, bytes))) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { std::free(bytes_); }
  bool holds(uint64_t offset, size_t bytes) const {
    for (size_t i = 0; i < bytes; i++) {
      if (bytes_[i] != content(offset + i)) return false;
    }
    return true;
  }
  uint8_t* bytes_;
};

int open_files() {
  int count = 0;
  for (int fd = 0; fd < 1024; fd++) count += ::fcntl(fd, F_GETFD) != -1;
  return count;
}

OpenError refusal(const std::string& path) {
  OpenError error;
  const int before = open_files();
  CHECK(open_posix_device(path, 512, error) == nullptr);
  CHECK_EQ(open_files(), before);
  return error;
}

void check_refused(const std::string& path, const char* code, int error_number) {
  const OpenError error = refusal(path);
  CHECK_EQ(path + " " + (error.code == nullptr ? "opened" : error.code), path + " " + code);
  CHECK_EQ(error.error_number, error_number);
}

void what_is_no_target_is_refused(const TemporaryDirectory& directory) {
  check_refused(directory.path("absent"), "ERR_ABSENT", ENOENT);
  check_refused(directory.file("empty", 0, content), "ERR_EMPTY", 0);
  check_refused(directory.path("empty/below"), "ERR_ABSENT", ENOTDIR);
  check_refused(directory.file("small", 511, content), "ERR_EMPTY", 0);
  check_refused(directory.path(""), "ERR_DIRECTORY", 0);
  check_refused(directory.path(std::string(300, 'a')), "ERR_OPEN", ENAMETOOLONG);
  CHECK(::symlink("loop", directory.path("loop").c_str()) == 0);
  check_refused(directory.path("loop"), "ERR_OPEN", ELOOP);
}

void a_fifo_does_not_hold_the_program(const TemporaryDirectory& directory) {
  CHECK(::mkfifo(directory.path("fifo").c_str(), 0600) == 0);
  check_refused(directory.path("fifo"), "ERR_NOT_A_DISK", 0);
}

void a_socket_is_no_disk(const TemporaryDirectory& directory) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path, sizeof address.sun_path, "%s", directory.path("s").c_str());
  CHECK(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  check_refused(directory.path("s"), "ERR_NOT_A_DISK", 0);
  ::close(fd);
}

void character_devices_are_no_disks() {
  const char* expected = "ERR_NOT_A_DISK";
  for (const char* path : {"/dev/null", "/dev/zero", "/dev/tty"}) {
    const OpenError error = refusal(path);
    const bool no_terminal = error.error_number == ENXIO;  // /dev/tty without one: tty(4)
    if (!no_terminal) CHECK_EQ(std::string(error.code), expected);
  }
  const int fd = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0 || ::grantpt(fd) != 0 || ::unlockpt(fd) != 0) {
    std::puts("SKIP: no pseudo-terminal to be had");
    return;
  }
  CHECK_EQ(std::string(refusal(::ptsname(fd)).code), expected);
  ::close(fd);
}

void without_permission_it_says_so(const TemporaryDirectory& directory) {
  const std::string path = directory.file("secret", 4096, content);
  CHECK(::chmod(path.c_str(), 0) == 0);
  CHECK(::chmod(directory.path("").c_str(), 0755) == 0);
  constexpr uid_t kNobody = 65534;
  const bool root = ::geteuid() == 0;
  if (root && ::seteuid(kNobody) != 0) {
    std::puts("SKIP: root cannot become another to be denied");
    return;
  }
  const OpenError error = refusal(path);
  if (root) CHECK(::seteuid(0) == 0);
  CHECK_EQ(std::string(error.code), "ERR_ACCESS");
  CHECK_EQ(error.error_number, EACCES);
  // stat(2) where the directories above deny it as well, as under a TMPDIR of root's own.
  CHECK(error.syscall != nullptr);
}

void reads_an_image_and_leaves_the_rest_out(const TemporaryDirectory& directory) {
  const std::string path = directory.file("image", kMiB + 300, content);
  OpenError error;
  TargetKind kind = TargetKind::block;
  DiskIdentity identity;
  identity.model = "of before";
  const auto device = open_posix_device(path, 512, error, &kind, &identity);
  CHECK(device != nullptr);
  if (device == nullptr) return;
  CHECK(kind == TargetKind::file);
  CHECK(identity.model.empty());
  const Geometry& geometry = device->geometry();
  CHECK_EQ(geometry.sectors, kMiB / 512);
  CHECK_EQ(geometry.rest_bytes, 300u);
  CHECK_EQ(geometry.logical_bytes, 512u);
  CHECK_EQ(geometry.physical_bytes, 512u);
  CHECK_EQ(geometry.physical_first_lba, 0u);

  Buffer buffer(kMiB);
  const uint64_t before = device->clock_ns();
  const Outcome whole = device->read(0, kMiB / 512, buffer.bytes_);
  CHECK(whole.error == Error::none && buffer.holds(0, kMiB));
  CHECK(whole.latency_ns > 0 && whole.latency_ns <= device->clock_ns() - before);
  for (const uint64_t lba : {uint64_t{0}, uint64_t{1}, uint64_t{7}, kMiB / 512 - 1}) {
    CHECK(device->read(lba, 1, buffer.bytes_).error == Error::none);
    CHECK(buffer.holds(lba * 512, 512));
  }
  std::printf("cache bypassed in the temporary directory: %d\n", device->cache_bypassed());
}

void a_symbolic_link_is_followed(const TemporaryDirectory& directory) {
  directory.file("linked", 4096, content);
  CHECK(::symlink("linked", directory.path("link").c_str()) == 0);
  OpenError error;
  CHECK(open_posix_device(directory.path("link"), 512, error) != nullptr);
}

void reads_past_4_gib_sectors(const TemporaryDirectory& directory) {
  constexpr off_t kBytes = off_t{5} << 41;  // 10 TiB: LBAs past 2^32
  const std::string path = directory.sparse("huge", kBytes);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || status.st_size != kBytes) {
    std::puts("SKIP: no file of 10 TiB here");
    return;
  }
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  CHECK_EQ(::pwrite(fd, "the end.", 8, kBytes - 512), 8);
  ::fsync(fd);
  ::close(fd);
  OpenError error;
  const auto device = open_posix_device(path, 512, error);
  CHECK(device != nullptr);
  if (device == nullptr) return;
  CHECK_EQ(device->geometry().sectors, static_cast<uint64_t>(kBytes) / 512);
  Buffer buffer(4096);
  const uint64_t last = device->geometry().sectors - 1;
  CHECK(device->read(last, 1, buffer.bytes_).error == Error::none);
  CHECK(std::memcmp(buffer.bytes_, "the end.", 8) == 0);
}

void an_image_cut_while_open_is_gone(const TemporaryDirectory& directory) {
  const std::string path = directory.file("cut", kMiB, content);
  OpenError error;
  const auto device = open_posix_device(path, 512, error);
  CHECK(device != nullptr);
  if (device == nullptr) return;
  Buffer buffer(kMiB);
  for (const off_t bytes : {off_t{65536}, off_t{65536 - 100}}) {
    CHECK(::truncate(path.c_str(), bytes) == 0);
    CHECK(device->read(1024, 8, buffer.bytes_).error == Error::gone);
    CHECK(device->read(120, 16, buffer.bytes_).error == Error::gone);  // across the new end
    CHECK(device->read(0, 8, buffer.bytes_).error == Error::none);
  }
}

// Images on file systems with 4096-byte direct I/O: single sectors are refused, pages are not.
class CoarseCalls final : public SystemCalls {
 public:
  ssize_t pread(int fd, void* buffer, size_t bytes, off_t offset) const override {
    const int flags = get_flags(fd);
    if ((flags & O_DIRECT) != 0 && (bytes % 4096 != 0 || offset % 4096 != 0)) {
      errno = EINVAL;
      return -1;
    }
    return SystemCalls::pread(fd, buffer, bytes, offset);
  }
};

void a_refused_alignment_is_read_through_the_cache(const TemporaryDirectory& directory) {
  const std::string path = directory.file("coarse", 65536, content);
  const CoarseCalls calls;
  OpenError error;
  const auto device = open_posix_device_with(calls, path, 512, error);
  CHECK(device != nullptr);
  if (device == nullptr || !device->cache_bypassed()) return;
  Buffer buffer(4096);
  CHECK(device->read(8, 8, buffer.bytes_).error == Error::none);
  CHECK(device->cache_bypassed());
  CHECK(device->read(3, 2, buffer.bytes_).error == Error::none);
  CHECK(buffer.holds(3 * 512, 1024));
  CHECK(!device->cache_bypassed());
}

void the_clock_is_monotonic() {
  uint64_t last = monotonic_ns();
  for (int i = 0; i < 1000; i++) {
    const uint64_t now = monotonic_ns();
    CHECK(now >= last);
    last = now;
  }
}

}  // namespace

int main() {
  const TemporaryDirectory directory;
  what_is_no_target_is_refused(directory);
  a_fifo_does_not_hold_the_program(directory);
  a_socket_is_no_disk(directory);
  character_devices_are_no_disks();
  without_permission_it_says_so(directory);
  reads_an_image_and_leaves_the_rest_out(directory);
  a_symbolic_link_is_followed(directory);
  reads_past_4_gib_sectors(directory);
  an_image_cut_while_open_is_gone(directory);
  a_refused_alignment_is_read_through_the_cache(directory);
  the_clock_is_monotonic();
  return failures();
}
