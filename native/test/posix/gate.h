// A system whose reads wait until the test says so.
#pragma once

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <mutex>
#include <vector>

#include "test/posix/scripted_calls.h"

namespace surfscan::test {

// An image of 1 MiB. pread(2) is called by many threads, so that what it does is under a lock.
class Gate final : public SystemCalls {
 public:
  Gate() { script_.is_image(1 << 20); }

  int stat(const char* path, struct stat* status) const override {
    return script_.stat(path, status);
  }
  int fstat(int fd, struct stat* status) const override { return script_.fstat(fd, status); }
  int open(const char*, int flags) const override { return script_.open("", flags); }
  int ioctl(int, unsigned long, void*) const override {
    errno = ENOTTY;
    return -1;
  }
  void advise(int, off_t offset, off_t, int advice) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (advice == POSIX_FADV_DONTNEED) dropped_.push_back(offset);
  }
  int get_flags(int) const override { return 0; }
  int set_flags(int, int) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    flags_set_ = true;
    changed_.notify_all();
    return 0;
  }
  int close(int) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    changed_.notify_all();
    return 0;
  }

  ssize_t pread(int, void* buffer, size_t bytes, off_t offset) const override {
    std::unique_lock<std::mutex> lock(mutex_);
    if (on_read) on_read();
    inside_++;
    most_inside_ = std::max(most_inside_, inside_);
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_ && (offset != held_offset || flags_set_); });
    inside_--;
    const int error_number = offset == failing_offset ? ENODATA
                             : offset == refused_offset && !refused_ ? EINVAL
                                                                     : 0;
    refused_ |= error_number == EINVAL;
    if (error_number == 0) {
      std::memset(buffer, static_cast<int>(offset / 4096 % 251), bytes);
      return static_cast<ssize_t>(bytes);
    }
    errno = error_number;
    return -1;
  }

  void set_open(bool open) {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }
  // False: it did not come to that in 10 s.
  bool waits_for(int inside) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return inside_ == inside; });
  }
  bool waits_for_close() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return closed_; });
  }
  int most_inside() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return most_inside_;
  }
  // Where the cache was dropped, in the order of the calls.
  std::vector<off_t> dropped() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return dropped_;
  }
  bool is_closed() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return closed_;
  }

  off_t failing_offset = -1;
  off_t refused_offset = -1;
  off_t held_offset = -1;  // until the file's flags are set
  std::function<void()> on_read;  // called in the thread that reads

 private:
  ScriptedCalls script_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int inside_ = 0;
  mutable int most_inside_ = 0;
  mutable bool refused_ = false;
  mutable bool flags_set_ = false;
  mutable std::vector<off_t> dropped_;
  mutable bool closed_ = false;
  bool open_ = true;
};

}  // namespace surfscan::test
