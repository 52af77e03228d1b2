// Lets a simulated disk take real time: waits until as much has passed as its own clock says.
#pragma once

#include <cstdint>

namespace surfscan {

class SimPacer {
 public:
  // `speed` times faster than real time, 0: no waiting. Time that the reader spent elsewhere is
  // made up for, but for no more than `max_debt_ns`: after a pause the disk does not race.
  SimPacer(double speed, uint64_t max_debt_ns);

  // `virtual_ns` more have passed on the disk's own clock.
  void pass(uint64_t virtual_ns) {
    if (speed_ > 0) wait(virtual_ns);
  }

 private:
  void wait(uint64_t virtual_ns);

  double speed_;
  uint64_t max_debt_ns_;
  uint64_t due_ns_;  // on CLOCK_MONOTONIC
};

}  // namespace surfscan
