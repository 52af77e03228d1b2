#include "posix/system_calls.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"

namespace surfscan {
namespace {

class RealCalls final : public SystemCalls {
 public:
  constexpr RealCalls() = default;
};

}  // namespace

const SystemCalls& real_calls() {
  static constexpr RealCalls kRealCalls;
  return kRealCalls;
}

int SystemCalls::stat(const char* path, struct stat* status) const { return ::stat(path, status); }

int SystemCalls::open(const char* path, int flags) const { return ::open(path, flags); }

int SystemCalls::fstat(int fd, struct stat* status) const { return ::fstat(fd, status); }

int SystemCalls::close(int fd) const { return ::close(fd); }

ssize_t SystemCalls::pread(int fd, void* buffer, size_t bytes, off_t offset) const {
  return ::pread(fd, buffer, bytes, offset);
}

int SystemCalls::ioctl(int fd, unsigned long request, void* argument) const {
  return ::ioctl(fd, request, argument);
}

int SystemCalls::get_flags(int fd) const { return ::fcntl(fd, F_GETFL); }

int SystemCalls::set_flags(int fd, int flags) const { return ::fcntl(fd, F_SETFL, flags); }

void SystemCalls::advise(int fd, off_t offset, off_t bytes, int advice) const {
  static_cast<void>(::posix_fadvise(fd, offset, bytes, advice));
}

void SystemCalls::pause(uint64_t ns) const {
  timespec time{};
  time.tv_sec = static_cast<time_t>(ns / 1'000'000'000);
  time.tv_nsec = static_cast<long>(ns % 1'000'000'000);
  ::nanosleep(&time, nullptr);
}

uint64_t SystemCalls::now_ns() const { return monotonic_ns(); }

}  // namespace surfscan
