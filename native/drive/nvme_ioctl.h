// Orders by the ioctl NVME_IOCTL_IO_CMD, one at a time: where io_uring takes no commands.
#pragma once

#include "drive/nvme_command.h"
#include "drive/waiting_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

class NvmeIoctl final : public WaitingTransport {
 public:
  NvmeIoctl(const SystemCalls& calls, OpenFile file, const NvmeNamespace& space);

 private:
  int ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) override;

  const SystemCalls& calls_;
  const OpenFile file_;
  const NvmeNamespace space_;
};

}  // namespace surfscan
