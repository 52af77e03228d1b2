#include "drive/nvme_ioctl.h"

#include <cerrno>
#include <utility>

namespace surfscan {

NvmeIoctl::NvmeIoctl(const SystemCalls& calls, OpenFile file, const NvmeNamespace& space)
    : calls_(calls), file_(std::move(file)), space_(space) {}

int NvmeIoctl::send(uint32_t, DriveOrder order, const DriveRange& range, char* buffer) {
  NvmeCommand command = nvme_command(space_, order, range, buffer);
  result_ = calls_.ioctl(file_.fd(), kNvmeIoctlIo, &command);
  if (result_ < 0) return errno;
  answered_ = true;
  return 0;
}

bool NvmeIoctl::take(uint64_t, uint32_t& slot, Verdict& verdict) {
  if (!answered_) return false;
  answered_ = false;
  slot = 0;
  verdict = judge_nvme(result_);
  return true;
}

}  // namespace surfscan
