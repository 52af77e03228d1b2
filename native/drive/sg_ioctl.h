// Orders by the ioctl SG_IO on a disk's own node, one at a time: where its sg node cannot be opened.
#pragma once

#include "drive/sg_header.h"
#include "drive/waiting_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

class SgIoctl final : public WaitingTransport {
 public:
  SgIoctl(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes, uint32_t timeout_ms);

 private:
  int ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) override;

  const SystemCalls& calls_;
  const OpenFile file_;
  const uint32_t sector_bytes_;
  const uint32_t timeout_ms_;
};

}  // namespace surfscan
