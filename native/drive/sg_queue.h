// Orders by write(2) and read(2) on /dev/sgN: several out at once, and all of them can be left behind. What
// a read brings passes through memory of the kernel's, which is copied when its answer is read.
#pragma once

#include <vector>

#include "drive/drive_calls.h"
#include "drive/drive_transport.h"
#include "drive/sg_header.h"
#include "posix/posix_open.h"

namespace surfscan {

class SgQueue final : public DriveTransport {
 public:
  // `timeout_ms`: when the kernel begins to reset what does not answer, and disturbs all beside it.
  SgQueue(const DriveCalls& calls, OpenFile file, uint32_t sector_bytes, uint32_t timeout_ms);

  uint32_t depth() const override { return static_cast<uint32_t>(orders_.size()); }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  bool take_answer(uint32_t& slot, Verdict& verdict);
  bool take_gone(int error_number, uint32_t& slot, Verdict& verdict);

  const DriveCalls& calls_;
  const OpenFile file_;
  const uint32_t sector_bytes_;
  const uint32_t timeout_ms_;
  std::vector<SgOrder> orders_;  // by slot
  std::vector<bool> out_;
};

}  // namespace surfscan
