// What simulated disks of every kind have in common, whatever way they are read.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/device.h"
#include "sim/sim_faults.h"
#include "sim/sim_pacer.h"
#include "sim/sim_spec.h"

namespace surfscan {

// How long the answer takes that there is no disk. Not nothing: whoever waits on the disk's clock for
// it to come back must see that clock go on.
constexpr uint64_t kGoneNs = 1'000;
constexpr uint64_t kMaxDebtNs = 5'000'000;

// Saturates: 584 years on, the clock stands, rather than to begin anew.
inline uint64_t later(uint64_t clock_ns, uint64_t ns) {
  return clock_ns > UINT64_MAX - ns ? UINT64_MAX : clock_ns + ns;
}

inline uint64_t latency_of(const FaultEffect& effect, uint64_t own_ns) {
  return std::max(effect.fails_after_ns > 0 ? effect.fails_after_ns : own_ns, effect.at_least_ns);
}

// `Interface`: Device or SyncDevice. No kind touches the buffer: nobody uses what a scan reads,
// and filling it would cost more than all the rest.
template <typename Interface>
class Simulated : public Interface {
 public:
  Simulated(const SimSpec& spec, void* shared, uint64_t max_debt_ns)
      : geometry_(spec.geometry), faults_(spec, shared), pacer_(spec.speed, max_debt_ns) {}

  const Geometry& geometry() const final { return geometry_; }
  bool cache_bypassed() const final { return true; }
  void rest(uint64_t ns) final { pass(ns); }

 protected:
  void pass(uint64_t ns) {
    virtual_ns_ = later(virtual_ns_, ns);
    pacer_.pass(ns);
  }

  Geometry geometry_;
  SimFaults faults_;
  SimPacer pacer_;
  uint64_t virtual_ns_ = 0;
};

}  // namespace surfscan
