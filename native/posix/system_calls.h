// The system calls that reading a disk takes, as one table: a test overrides those of which it
// wants to say what a dying disk makes them say. Each does as its namesake and leaves its errno in
// `errno`.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace surfscan {

class SystemCalls {
 public:
  constexpr SystemCalls() = default;
  SystemCalls(const SystemCalls&) = delete;
  SystemCalls& operator=(const SystemCalls&) = delete;

  virtual int stat(const char* path, struct stat* status) const;
  virtual int open(const char* path, int flags) const;
  virtual int fstat(int fd, struct stat* status) const;
  virtual int close(int fd) const;
  virtual ssize_t pread(int fd, void* buffer, size_t bytes, off_t offset) const;
  virtual int ioctl(int fd, unsigned long request, void* argument) const;
  virtual int get_flags(int fd) const;             // fcntl(2), F_GETFL
  virtual int set_flags(int fd, int flags) const;  // fcntl(2), F_SETFL
  virtual void advise(int fd, off_t offset, off_t bytes, int advice) const;  // posix_fadvise(2)
  virtual void pause(uint64_t ns) const;                                     // nanosleep(2)
  virtual uint64_t now_ns() const;                                           // monotonic_ns()

 protected:
  // Nobody owns a table through its base, and so the real one is a constant that needs no end.
  ~SystemCalls() = default;
};

// The system itself.
const SystemCalls& real_calls();

}  // namespace surfscan
