// Orders by io_uring's commands on /dev/ngXnY: several out at once, and all of them can be left behind.
#pragma once

#include "drive/drive_transport.h"
#include "drive/nvme_command.h"
#include "posix/posix_open.h"
#include "uring/uring_ring.h"

namespace surfscan {

class NvmeUring final : public DriveTransport {
 public:
  NvmeUring(const SystemCalls& calls, const RingCalls& ring_calls, OpenFile file,
            const NvmeNamespace& space, uint32_t depth);

  // 0, or the errno why there is no such ring: EINVAL before Linux 5.19.
  int open() { return ring_.open(depth_); }

  uint32_t depth() const override { return depth_; }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;
  // The drive writes where it was told to, whatever is closed.
  bool holds_memory() const override { return ring_.out() > 0; }

 private:
  const OpenFile file_;
  const NvmeNamespace space_;
  const uint32_t depth_;
  UringRing ring_;
};

}  // namespace surfscan
