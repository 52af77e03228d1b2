// What CAM takes beside the calls of posix/system_calls.h: cam(3) and kqueue(2), as one table, which a test
// overrides.
#pragma once

#include <cstdint>
#include <string>

struct cam_device;

namespace surfscan {

class CamCalls {
 public:
  constexpr CamCalls() = default;
  CamCalls(const CamCalls&) = delete;
  CamCalls& operator=(const CamCalls&) = delete;

  // cam_open_device(3): the pass node of the disk at `path`. Null, and why, where it cannot be had.
  virtual cam_device* open(const char* path, std::string& why) const;
  virtual void close(cam_device* device) const;
  virtual int descriptor(const cam_device& device) const;
  // flock(2), for nobody else. An errno, or 0.
  virtual int lock(int fd) const;

  // A kqueue that wakes when `fd` has something to be fetched; −1 with an errno.
  virtual int watch(int fd) const;
  // Waits so long for it: 1 when it woke, 0 where it did not, −1 where the device is gone.
  virtual int await(int queue, uint64_t wait_ns) const;

 protected:
  ~CamCalls() = default;
};

// The system itself.
const CamCalls& real_cam_calls();

}  // namespace surfscan
