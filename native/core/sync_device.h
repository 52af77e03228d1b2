// A device that does one read at a time, in the thread that asks for it.
#pragma once

#include "core/device.h"
#include "core/read_room.h"

namespace surfscan {

class SyncDevice : public Device {
 public:
  // Reads [lba, lba + sectors) whole into `buffer`, which is aligned to 4096 bytes.
  virtual Outcome read(uint64_t lba, uint32_t sectors, void* buffer) = 0;

  uint32_t depth() const final { return 1; }
  bool answers_at_once() const final { return true; }
  bool make_room(uint64_t read_bytes) final { return room_.make(1, read_bytes); }

  bool submit(uint32_t, uint64_t lba, uint32_t sectors, Outcome& outcome) final {
    outcome = read(lba, sectors, room_.of(0));
    return true;
  }
  uint32_t reap(Completion*, uint32_t, uint64_t) final { return 0; }

 private:
  ReadRoom room_;
};

}  // namespace surfscan
