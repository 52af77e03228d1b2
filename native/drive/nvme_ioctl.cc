#include "drive/nvme_ioctl.h"

#include <cerrno>
#include <utility>

namespace surfscan {

NvmeIoctl::NvmeIoctl(const SystemCalls& calls, OpenFile file, const NvmeNamespace& space)
    : calls_(calls), file_(std::move(file)), space_(space) {}

int NvmeIoctl::ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) {
  NvmeCommand command = nvme_command(space_, order, range, buffer);
  const int result = calls_.ioctl(file_.fd(), kNvmeIoctlIo, &command);
  if (result < 0) return errno;
  answer = judge_nvme(result);
  return 0;
}

}  // namespace surfscan
