// Orders by the ioctl SG_IO on a disk's own node, one at a time: where its sg node cannot be opened. The
// thread waits for the drive, and cannot be left while it does.
#pragma once

#include "drive/drive_transport.h"
#include "drive/sg_header.h"
#include "posix/posix_open.h"

namespace surfscan {

class SgIoctl final : public DriveTransport {
 public:
  SgIoctl(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes, uint32_t timeout_ms);

  uint32_t depth() const override { return 1; }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  const SystemCalls& calls_;
  const OpenFile file_;
  const uint32_t sector_bytes_;
  const uint32_t timeout_ms_;
  Verdict answer_;
  bool answered_ = false;
};

}  // namespace surfscan
