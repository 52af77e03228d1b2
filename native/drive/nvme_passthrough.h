// Orders by the ioctl NVME_PASSTHROUGH_CMD on a namespace's own node, /dev/nvmeXnsY: the disk's, ndaN or
// nvdN, says EIO of whatever fails (sys/cam/nvme/nvme_da.c, ndaioctl). The thread waits for the drive, and
// cannot be left while it does.
#pragma once

#include <string>

#include "drive/drive_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

// The node of the namespace behind a disk's open node. Empty with an errno where the system does not say.
std::string nvme_namespace_path(const SystemCalls& calls, int disk_fd);

class NvmePassthrough final : public DriveTransport {
 public:
  NvmePassthrough(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes)
      : calls_(calls), file_(std::move(file)), sector_bytes_(sector_bytes) {}

  uint32_t depth() const override { return 1; }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  const SystemCalls& calls_;
  const OpenFile file_;
  const uint32_t sector_bytes_;
  int32_t result_ = 0;
  bool answered_ = false;
};

}  // namespace surfscan
