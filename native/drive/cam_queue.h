// Orders by CAMIOQUEUE and CAMIOGET on a pass node: several out at once, and all of them can be left behind.
// What a read brings passes through memory of the kernel's, and is copied when its answer is fetched
// (sys/cam/scsi/scsi_pass.c, passmemdone).
#pragma once

#include <memory>
#include <vector>

#include "drive/cam_pass.h"
#include "drive/drive_transport.h"

namespace surfscan {

class CamQueue final : public DriveTransport {
 public:
  // Null, and `pass` as it was, where the node does not queue or another has its queue: answers are fetched
  // by whoever asks first (struct pass_softc, done_queue), and into his memory.
  static std::unique_ptr<CamQueue> make(const SystemCalls& calls, CamPass& pass,
                                        const CamLimits& limits, uint32_t depth);
  ~CamQueue() override;

  uint32_t depth() const override { return static_cast<uint32_t>(orders_.size()); }
  int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) override;
  bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) override;

 private:
  struct Order {
    bool is_out = false;
    DriveOrder order = DriveOrder::read16;
    DriveRange range;
  };

  CamQueue(const SystemCalls& calls, CamPass pass, const CamLimits& limits, uint32_t depth,
           int watched);
  bool take_answer(uint32_t& slot, Verdict& verdict);
  bool take_gone(int error_number, uint32_t& slot, Verdict& verdict);

  const SystemCalls& calls_;
  const CamPass pass_;
  const CamLimits limits_;
  const int watched_;  // the kqueue
  std::vector<Order> orders_;  // by slot
};

}  // namespace surfscan
