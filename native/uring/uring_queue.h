// Reads of an open disk or image in flight: each is sent again until it is whole, so often and no
// more, whatever the system answers on the way, as PosixReader does it with one.
//
// Linux makes one request of reads that lie one behind the other, and when that fails, all of them
// fail: good blocks would be recorded as bad. It does so for reads of equal priority only (block/
// blk-merge.c: blk_rq_merge_ok()), and so every second one is sent with another, a level beside it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/read_room.h"
#include "posix/cache_bypass.h"
#include "posix/posix_open.h"
#include "posix/read_progress.h"
#include "uring/uring_ring.h"

namespace surfscan {

class UringQueue {
 public:
  UringQueue(const SystemCalls& calls, const RingCalls& ring_calls, OpenTarget opened,
             uint32_t depth);

  // 0, or the errno why there is no io_uring.
  int open() { return ring_.open(depth()); }

  const Geometry& geometry() const { return geometry_; }
  uint32_t depth() const { return static_cast<uint32_t>(slots_.size()); }
  bool cache_bypassed() const { return bypass_.holds(); }
  const SystemCalls& calls() const { return calls_; }

  // As in Device.
  bool make_room(uint64_t read_bytes) { return room_.make(depth(), read_bytes); }
  void submit(uint32_t slot, uint64_t lba, uint32_t sectors);
  uint32_t reap(Completion* completions, uint32_t most, uint64_t wait_ns);

  // What the last read of a slot brought.
  const char* brought(uint32_t slot) const { return room_.of(slot); }

  // Whether the kernel has reads that it may still answer, into the room.
  bool is_in_use() const { return ring_.out() > 0; }
  // Waits until it has none, however long that takes. Nothing else is done with the queue then.
  void wait_out();

 private:
  struct Slot {
    ByteRange range{};
    ReadProgress progress;
    uint16_t priority = 0;
    bool bypassed = false;      // as it was sent
    bool begun = false;         // a call for it has been answered: `since_ns` stands
    uint64_t since_ns = 0;      // just before it was sent
    uint64_t repeat_at_ns = 0;  // not 0: it is to be sent again, then
  };

  void begin(uint32_t slot, const ByteRange& range, uint16_t priority);
  void queue_rest(uint32_t slot);
  void queue_repeats();
  void send(uint64_t wait_ns);
  void stamp_unsent();
  uint32_t collect(Completion* completions, uint32_t most);
  bool next_answer(UringRing::Answer& answer);
  bool finishes(const UringRing::Answer& answer, uint64_t now_ns, Completion& completion);

  const SystemCalls& calls_;
  const OpenFile file_;
  const Geometry geometry_;
  const ReaderTarget target_;
  CacheBypass bypass_;
  ReadRoom room_;
  UringRing ring_;
  std::vector<Slot> slots_;
  std::vector<UringRing::Answer> refused_;  // not sent: the call that was to do so failed
  uint32_t repeats_ = 0;                    // slots that are to be sent again
  const uint16_t other_priority_;
  bool is_second_ = false;  // of two that may lie one behind the other
};

}  // namespace surfscan
