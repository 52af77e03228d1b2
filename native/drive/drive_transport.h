// One way to a drive past the block layer: takes orders, and brings back what came of them.
#pragma once

#include <cstdint>

#include "drive/drive_command.h"
#include "drive/drive_verdict.h"

namespace surfscan {

class DriveTransport {
 public:
  virtual ~DriveTransport() = default;

  // How many orders may be out: their slots are 0 … depth − 1.
  virtual uint32_t depth() const = 0;

  // Sends an order in a free slot; what it brings goes into `buffer`. 0, or the errno why it was not sent.
  virtual int send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) = 0;

  // Waits so long for an answer, which frees its slot. False where none came.
  virtual bool take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) = 0;

  // Whether what is out may still write to a buffer, however the drive's node is closed.
  virtual bool holds_memory() const { return false; }
};

}  // namespace surfscan
