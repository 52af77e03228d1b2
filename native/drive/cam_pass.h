// A disk's pass node, open: pass(4).
#pragma once

#include <utility>

#include "drive/cam_block.h"
#include "drive/cam_calls.h"
#include "posix/system_calls.h"

namespace surfscan {

class CamPass {
 public:
  CamPass(const SystemCalls& calls, const CamCalls& cam_calls)
      : calls_(calls), cam_calls_(cam_calls) {}
  CamPass(CamPass&& other) noexcept
      : calls_(other.calls_),
        cam_calls_(other.cam_calls_),
        device_(std::exchange(other.device_, nullptr)) {}
  CamPass(const CamPass&) = delete;
  CamPass& operator=(const CamPass&) = delete;
  ~CamPass() {
    if (device_ != nullptr) cam_calls_.close(device_);
  }

  bool open(const std::string& path, std::string& why) {
    device_ = cam_calls_.open(path.c_str(), why);
    return device_ != nullptr;
  }
  const CamCalls& cam_calls() const { return cam_calls_; }
  int fd() const { return cam_calls_.descriptor(*device_); }

  // An ioctl that takes a block, and fills it in. 0, or its errno.
  int call(unsigned long request, ccb& block) const {
    return calls_.ioctl(fd(), request, &block) == 0 ? 0 : errno;
  }

  // What has been answered: where the drive's queue waits it goes on.
  Verdict verdict(const ccb& block, DriveOrder order, const DriveRange& range) const {
    if (is_frozen(block)) {
      ccb release = cam_question(XPT_REL_SIMQ);
      call(CAMIOCOMMAND, release);
    }
    return cam_verdict(block, order, range);
  }

 private:
  const SystemCalls& calls_;
  const CamCalls& cam_calls_;
  cam_device* device_ = nullptr;
};

}  // namespace surfscan
