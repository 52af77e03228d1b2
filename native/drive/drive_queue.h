// Reads of a target through its drive, in flight: each is sent again, shorter or otherwise until it is
// answered for good. What lies outside of the target is never asked for.
#pragma once

#include <memory>
#include <vector>

#include "core/read_room.h"
#include "drive/drive_read.h"
#include "drive/opened_drive.h"

namespace surfscan {

class DriveQueue {
 public:
  // The target is open as long as its drive is read.
  DriveQueue(const SystemCalls& calls, OpenedDrive drive, uint32_t depth);

  const Geometry& geometry() const { return target_.geometry; }
  uint32_t depth() const { return static_cast<uint32_t>(slots_.size()); }
  const SystemCalls& calls() const { return calls_; }
  bool cache_bypassed() const { return true; }

  // As in Device.
  bool make_room(uint64_t read_bytes) {
    return !manner_.brings_sectors() || room_.make(depth(), read_bytes);
  }
  void submit(uint32_t slot, uint64_t lba, uint32_t sectors);
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns);

  bool is_in_use() const { return transport_->holds_memory(); }
  // Waits until it is not, however long that takes.
  void wait_out();

 private:
  struct Slot {
    DriveRead read;
    uint64_t resend_at_ns = 0;  // 0: it is out, or free
  };

  void send(uint32_t slot);
  void refuse(uint32_t slot);
  void take(uint32_t slot, const Verdict& verdict);
  uint64_t resend_due(uint64_t wait_ns);
  uint32_t collect(Completion* completions, uint32_t most);

  const SystemCalls& calls_;
  const OpenTarget target_;
  ReadRoom room_;  // longer than the transport, which may write to it
  const std::unique_ptr<DriveTransport> transport_;
  const uint64_t first_lba_;
  DriveManner manner_;
  std::vector<Slot> slots_;
  std::vector<Completion> done_;
  uint32_t out_ = 0;  // orders that the transport has
};

}  // namespace surfscan
