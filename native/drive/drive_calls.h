// The system calls that pass-through takes beside those of posix/system_calls.h, as one table: a test
// overrides them and is the kernel. Each does as its namesake and leaves its errno in `errno`.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace surfscan {

class DriveCalls {
 public:
  constexpr DriveCalls() = default;
  DriveCalls(const DriveCalls&) = delete;
  DriveCalls& operator=(const DriveCalls&) = delete;

  virtual ssize_t write(int fd, const void* bytes, size_t count) const;
  virtual ssize_t read(int fd, void* bytes, size_t count) const;
  // ppoll(2) for what can be read: revents, 0 where nothing came, −1 with an errno.
  virtual int await(int fd, uint64_t wait_ns) const;

 protected:
  ~DriveCalls() = default;
};

// The system itself.
const DriveCalls& real_drive_calls();

}  // namespace surfscan
