#include "drive/nvme_uring.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace surfscan {

NvmeUring::NvmeUring(const SystemCalls& calls, const RingCalls& ring_calls, OpenFile file,
                     const NvmeNamespace& space, uint32_t depth)
    : file_(std::move(file)),
      space_(space),
      depth_(depth),
      ring_(calls, ring_calls, UringRing::Entries::commands) {}

int NvmeUring::send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) {
  static_assert(sizeof(NvmeCommand) <= UringRing::kCommandBytes);
  const NvmeCommand command = nvme_command(space_, order, range, buffer);
  std::memcpy(ring_.queue_command(file_.fd(), kNvmeUringIo, slot), &command, sizeof command);
  const int error_number = ring_.enter(0);
  if (ring_.unsent() == 0) return 0;
  ring_.take_back();
  return error_number == 0 ? EAGAIN : error_number;
}

bool NvmeUring::take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) {
  UringRing::Answer answer;
  if (!ring_.take(answer)) {
    if (wait_ns == 0) return false;
    ring_.enter(wait_ns);
    if (!ring_.take(answer)) return false;
  }
  slot = answer.slot;
  verdict = judge_nvme(answer.result);
  return true;
}

}  // namespace surfscan
