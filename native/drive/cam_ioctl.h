// Orders by the ioctl CAMIOCOMMAND on a pass node, one at a time: where it does not queue, or another has its
// queue. The thread waits for the drive, and cannot be left while it does.
#pragma once

#include "drive/cam_pass.h"
#include "drive/drive_transport.h"

namespace surfscan {

class CamIoctl final : public DriveTransport {
 public:
  CamIoctl(CamPass pass, const CamLimits& limits) : pass_(std::move(pass)), limits_(limits) {}

  uint32_t depth() const override { return 1; }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  const CamPass pass_;
  const CamLimits limits_;
  Verdict answer_;
  bool answered_ = false;
};

}  // namespace surfscan
