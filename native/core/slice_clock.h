// A slice's time on the device's clock, without the stops of the program.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/clock.h"
#include "core/device.h"
#include "core/slice_order.h"

namespace surfscan {

// Budgets are checked after so many quick reads: at 20 ns a clock reading it would else cost as much
// as the rest.
constexpr uint64_t kBlocksABudgetCheck = 64;

class SliceClock {
 public:
  SliceClock(const Device& device, const SliceOrder& order)
      : device_(device),
        stops_(order.stops),
        at_once_(device.answers_at_once()),
        before_ns_(order.shared->device_ns),
        stopped_before_ns_(stopped_ns()),
        begun_ns_(device.clock_ns()) {}

  // How long the program was stopped, up to now.
  uint64_t stopped_ns() const { return stops_ == nullptr ? 0 : stops_->until(monotonic_ns()); }

  // What was spent in this slice and those before it. It never goes back, though two clocks are not
  // read at one time.
  uint64_t device_ns() {
    const uint64_t passed_ns = device_.clock_ns() - begun_ns_;
    const uint64_t stopped = stopped_ns() - stopped_before_ns_;
    passed_ns_ = std::max(passed_ns_, passed_ns - std::min(passed_ns, stopped));
    return before_ns_ + passed_ns_;
  }

  struct Now {
    uint64_t ns;
    uint64_t stopped_ns;
  };

  // For a read that is sent now. A clock reading a block is dear beside an empty zram disk's 9 µs, and
  // the watchdog asks for seconds: the end of the last slow read, or the last check of the budgets, is
  // near enough.
  Now start() {
    if (!at_once_) return {device_.clock_ns(), stopped_ns()};
    if (blocks_since_ == 0) last_ = {monotonic_ns(), stopped_ns()};
    blocks_since_ = (blocks_since_ + 1) % kBlocksABudgetCheck;
    return last_;
  }

  // What was read last was no quick read.
  void was_slow() { blocks_since_ = 0; }

 private:
  const Device& device_;
  const Stops* const stops_;
  const bool at_once_;
  const uint64_t before_ns_;
  const uint64_t stopped_before_ns_;
  const uint64_t begun_ns_;
  uint64_t passed_ns_ = 0;
  uint64_t blocks_since_ = 0;
  Now last_{};
};

}  // namespace surfscan
