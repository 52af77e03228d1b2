#include "drive/drive_calls.h"

#include <poll.h>
#include <unistd.h>

namespace surfscan {
namespace {

class RealDriveCalls final : public DriveCalls {
 public:
  constexpr RealDriveCalls() = default;
};

}  // namespace

const DriveCalls& real_drive_calls() {
  static constexpr RealDriveCalls kRealDriveCalls;
  return kRealDriveCalls;
}

ssize_t DriveCalls::write(int fd, const void* bytes, size_t count) const {
  return ::write(fd, bytes, count);
}

ssize_t DriveCalls::read(int fd, void* bytes, size_t count) const {
  return ::read(fd, bytes, count);
}

int DriveCalls::await(int fd, uint64_t wait_ns) const {
  constexpr uint64_t kNsPerS = 1'000'000'000;
  pollfd polled{fd, POLLIN, 0};
  timespec limit{};
  limit.tv_sec = static_cast<time_t>(wait_ns / kNsPerS);
  limit.tv_nsec = static_cast<long>(wait_ns % kNsPerS);
  const int result = ::ppoll(&polled, 1, &limit, nullptr);
  return result <= 0 ? result : polled.revents;
}

}  // namespace surfscan
