// Orders by the ioctl NVME_IOCTL_IO_CMD, one at a time: where io_uring takes no commands. The thread waits
// for the drive, and cannot be left while it does.
#pragma once

#include "drive/drive_transport.h"
#include "drive/nvme_command.h"
#include "posix/posix_open.h"

namespace surfscan {

class NvmeIoctl final : public DriveTransport {
 public:
  NvmeIoctl(const SystemCalls& calls, OpenFile file, const NvmeNamespace& space);

  uint32_t depth() const override { return 1; }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  const SystemCalls& calls_;
  const OpenFile file_;
  const NvmeNamespace space_;
  int32_t result_ = 0;
  bool answered_ = false;
};

}  // namespace surfscan
