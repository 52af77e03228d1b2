// What the faults of a simulated disk do to a read, for one of its readers.
#pragma once

#include "sim/fault_index.h"
#include "sim/sim_spec.h"

namespace surfscan {

struct FaultEffect {
  Error error = Error::none;
  uint64_t fails_after_ns = 0;  // 0: after the disk's own time for the read
  uint64_t at_least_ns = 0;
};

class SimFaults {
 public:
  // `shared` as sim_device.h says.
  SimFaults(const SimSpec& spec, void* shared);

  // Counts a read, where that matters: true once the disk is gone.
  bool gone() {
    if (gone_after_reads_ == kNeverGone) return false;
    return __atomic_fetch_add(reads_, 1, __ATOMIC_RELAXED) >= gone_after_reads_;
  }

  // A read of [from, to): all that it touches has its effect, and weak sectors and limited slowness
  // have one reading taken whether or not something else has failed the read already.
  FaultEffect touch(uint64_t from, uint64_t to) {
    if (gap_.holds(from, to)) return {};
    return touch_faults(from, to);
  }

 private:
  FaultEffect touch_faults(uint64_t from, uint64_t to);
  bool weaken(const SimFault& fault, uint64_t from, uint64_t to);
  uint64_t slowness(const SimFault& fault);

  FaultIndex index_;
  FaultGap gap_{0, 0};  // the last one found: most reads lie in it
  uint64_t physical_sectors_;
  uint64_t gone_after_reads_;
  uint64_t* reads_;
  uint32_t* counters_;
};

}  // namespace surfscan
