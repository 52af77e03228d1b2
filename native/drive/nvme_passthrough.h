// Orders by the ioctl NVME_PASSTHROUGH_CMD on a namespace's own node, /dev/nvmeXnsY: the disk's, ndaN or
// nvdN, says EIO of whatever fails (sys/cam/nvme/nvme_da.c, ndaioctl).
#pragma once

#include <string>

#include "drive/waiting_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

// Behind a disk's open node. Empty with an errno where the system does not say.
struct NvmeNodes {
  std::string controller;  // takes admin commands: sys/dev/nvme/nvme_ctrlr.c, nvme_ctrlr_ioctl
  std::string name_space;  // takes those of its sectors
};
NvmeNodes nvme_nodes(const SystemCalls& calls, int disk_fd);

// A page of kIdentifyBytes. False where it is not told.
bool identify_nvme(const SystemCalls& calls, int controller_fd, NvmeIdentity identity, char* page);

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
