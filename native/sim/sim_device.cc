#include "sim/sim_device.h"

#include <algorithm>

#include "core/clock.h"
#include "sim/sim_model.h"
#include "sim/sim_queue.h"
#include "sim/simulated.h"

namespace surfscan {

namespace {

using SimDevice = Simulated<SyncDevice>;

// hdd and ssd: a reader's clock starts at 0 and goes on by each read's latency.
template <typename Model>
class ModelDevice final : public SimDevice {
 public:
  ModelDevice(const SimSpec& spec, void* shared)
      : SimDevice(spec, shared, kMaxDebtNs), model_(spec) {}

  uint64_t clock_ns() const override { return virtual_ns_; }
  bool clock_is_monotonic() const override { return false; }

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
    const bool simulated = latency_ns > own_ns;
    if (simulated) pass(latency_ns - own_ns);
    return {latency_ns, effect.error, 0, {}, false, simulated};
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

std::unique_ptr<Device> open_sim_device(const SimSpec& spec, void* shared, uint32_t depth) {
  if (depth == 1 || spec.kind == SimKind::null) return open_sim_device(spec, shared);
  return open_sim_queue(spec, shared, depth);
}

}  // namespace surfscan
