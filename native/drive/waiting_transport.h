// A way that takes one order at a time, by a call that returns with its answer. The thread waits for the drive,
// and cannot be left while it does.
#pragma once

#include "drive/drive_transport.h"

namespace surfscan {

class WaitingTransport : public DriveTransport {
 public:
  uint32_t depth() const final { return 1; }

  int send(uint32_t, DriveOrder order, const DriveRange& range, char* buffer) final {
    const int error_number = ask(order, range, buffer, answer_);
    answered_ = error_number == 0;
    return error_number;
  }

  bool take(uint64_t, uint32_t& slot, Verdict& verdict) final {
    if (!answered_) return false;
    answered_ = false;
    slot = 0;
    verdict = answer_;
    return true;
  }

 protected:
  // 0 with what came of it, or the errno why it was not sent.
  virtual int ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) = 0;

 private:
  Verdict answer_;
  bool answered_ = false;
};

}  // namespace surfscan
