// Orders by the ioctl NVME_PASSTHROUGH_CMD on a namespace's own node, /dev/nvmeXnsY: the disk's, ndaN or
// nvdN, says EIO of whatever fails (sys/cam/nvme/nvme_da.c, ndaioctl).
#pragma once

#include <string>

#include "drive/waiting_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

// The node of the namespace behind a disk's open node. Empty with an errno where the system does not say.
std::string nvme_namespace_path(const SystemCalls& calls, int disk_fd);

class NvmePassthrough final : public WaitingTransport {
 public:
  NvmePassthrough(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes)
      : calls_(calls), file_(std::move(file)), sector_bytes_(sector_bytes) {}

 private:
  int ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) override;

  const SystemCalls& calls_;
  const OpenFile file_;
  const uint32_t sector_bytes_;
};

}  // namespace surfscan
