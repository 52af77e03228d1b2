// A loop device, loop(4), over a file.
#pragma once

#include <fcntl.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

namespace surfscan::test {

constexpr int kMaxAttempts = 50;  // others take loop devices as well

struct LoopSetup {
  uint32_t sector_bytes = 512;
  uint64_t offset = 0;
  uint32_t flags = 0;
};

// Attached as long as this lives. LO_FLAGS_AUTOCLEAR: should the test die, the kernel detaches it.
class Loop {
 public:
  Loop(const std::string& file, const LoopSetup& setup) {
    const int backing = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < kMaxAttempts && fd_ < 0 && error_number_ == 0; i++) attach(backing, setup);
    ::close(backing);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() {
    if (fd_ >= 0) ::close(fd_);
  }

  bool attached() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  int error_number() const { return error_number_; }
  const std::string& path() const { return path_; }

 private:
  void attach(int backing, const LoopSetup& setup) {
    const int control = ::open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    const int number = control < 0 ? -1 : ::ioctl(control, LOOP_CTL_GET_FREE);
    error_number_ = number < 0 ? errno : 0;
    if (control >= 0) ::close(control);
    if (number < 0) return;

    path_ = "/dev/loop" + std::to_string(number);
    const int fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    loop_config config{};
    config.fd = static_cast<uint32_t>(backing);
    config.block_size = setup.sector_bytes;
    config.info.lo_offset = setup.offset;
    config.info.lo_flags =
        LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO | setup.flags;
    if (fd >= 0 && ::ioctl(fd, LOOP_CONFIGURE, &config) == 0) {
      fd_ = fd;
      return;
    }
    error_number_ = errno == EBUSY ? 0 : errno;  // another was quicker
    if (fd >= 0) ::close(fd);
  }

  int fd_ = -1;
  int error_number_ = 0;
  std::string path_;
};

}  // namespace surfscan::test
