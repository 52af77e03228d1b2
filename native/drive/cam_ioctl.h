// Orders by the ioctl CAMIOCOMMAND on a pass node, one at a time: where it does not queue, or another has its
// queue.
#pragma once

#include "drive/cam_pass.h"
#include "drive/waiting_transport.h"

namespace surfscan {

class CamIoctl final : public WaitingTransport {
 public:
  CamIoctl(CamPass pass, const CamLimits& limits) : pass_(std::move(pass)), limits_(limits) {}

 private:
  int ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) override;

  const CamPass pass_;
  const CamLimits limits_;
};

}  // namespace surfscan
