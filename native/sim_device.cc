#include "sim_device.h"

#include <algorithm>

#include "sim_faults.h"
#include "sim_model.h"
#include "sim_pacer.h"

namespace surfscan {

namespace {

// What it takes to hear that there is no disk. Not nothing: whoever waits on the disk's clock for
// it to come back must see that clock go on.
constexpr uint64_t kGoneNs = 1'000;
constexpr uint64_t kMaxDebtNs = 5'000'000;

// Saturates: 584 years on, the clock stands, rather than to begin anew.
uint64_t later(uint64_t clock_ns, uint64_t ns) {
  return clock_ns > UINT64_MAX - ns ? UINT64_MAX : clock_ns + ns;
}

uint64_t latency_of(const FaultEffect& effect, uint64_t own_ns) {
  return std::max(effect.fails_after_ns > 0 ? effect.fails_after_ns : own_ns, effect.at_least_ns);
}

// What hdd, ssd and null have in common. No kind touches the buffer: nobody looks at what a scan
// reads, and filling it would cost more than all the rest.
class SimDevice : public SyncDevice {
 public:
  SimDevice(const SimSpec& spec, void* shared, uint64_t max_debt_ns)
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

// hdd and ssd: a reader's clock starts at 0 and goes on by each read's latency.
template <typename Model>
class ModelDevice final : public SimDevice {
 public:
  ModelDevice(const SimSpec& spec, void* shared)
      : SimDevice(spec, shared, kMaxDebtNs), model_(spec) {}

  uint64_t clock_ns() const override { return virtual_ns_; }

  Outcome read(uint64_t lba, uint32_t sectors, void*) override {
    if (faults_.gone()) {
      pass(kGoneNs);
      return {kGoneNs, Error::gone, 0};
    }
    const FaultEffect effect = faults_.touch(lba, lba + sectors);
    const uint64_t latency_ns = latency_of(effect, own_ns(lba, sectors));
    pass(latency_ns);
    return {latency_ns, effect.error, 0};
  }

 private:
  // The head is behind what was asked for last, whether that read or not.
  uint64_t own_ns(uint64_t lba, uint32_t sectors) {
    const uint64_t ns = model_.latency_ns(lba, sectors, previous_end_lba_);
    previous_end_lba_ = lba + sectors;
    return ns;
  }

  Model model_;
  uint64_t previous_end_lba_ = 0;
};

// null: the real clock is read around nothing. What faults cost beyond is added to it without
// waiting (but for speed=), so only that much of it is paced, and nothing is made up for.
class NullDevice final : public SimDevice {
 public:
  NullDevice(const SimSpec& spec, void* shared) : SimDevice(spec, shared, 0) {}

  uint64_t clock_ns() const override { return later(monotonic_ns(), virtual_ns_); }

  Outcome read(uint64_t lba, uint32_t sectors, void*) override {
    if (faults_.gone()) {
      pass(kGoneNs);
      return {kGoneNs, Error::gone, 0};
    }
    const FaultEffect effect = faults_.touch(lba, lba + sectors);
    const uint64_t before_ns = monotonic_ns();
    const uint64_t own_ns = monotonic_ns() - before_ns;
    const uint64_t latency_ns = std::max(own_ns, latency_of(effect, 0));
    if (latency_ns > own_ns) pass(latency_ns - own_ns);
    return {latency_ns, effect.error, 0};
  }
};

}  // namespace

std::unique_ptr<SyncDevice> open_sim_device(const SimSpec& spec, void* shared) {
  switch (spec.kind) {
    case SimKind::hdd: return std::make_unique<ModelDevice<HddModel>>(spec, shared);
    case SimKind::ssd: return std::make_unique<ModelDevice<SsdModel>>(spec, shared);
    case SimKind::null: break;
  }
  return std::make_unique<NullDevice>(spec, shared);
}

}  // namespace surfscan
