// A device for a test, which says beforehand what each read comes to; it notes what was asked.
#pragma once

#include <functional>
#include <vector>

#include "core/sync_device.h"

namespace surfscan::test {

struct Asked {
  uint64_t lba;
  uint32_t sectors;
};

class ScriptedDevice final : public SyncDevice {
 public:
  using Script = std::function<Outcome(const Asked&)>;

  ScriptedDevice(uint64_t sectors, Script script) : script(std::move(script)) {
    geometry_.sectors = sectors;
  }

  const Geometry& geometry() const override { return geometry_; }

  // Its clock goes on by each read's latency.
  Outcome read(uint64_t lba, uint32_t sectors, void*) override {
    const Asked now{lba, sectors};
    if (keeps_asked) asked.push_back(now);
    const Outcome outcome = script(now);
    clock += outcome.latency_ns;
    return outcome;
  }

  void rest(uint64_t ns) override { clock += ns; }
  uint64_t clock_ns() const override { return clock; }
  bool cache_bypassed() const override { return bypassed; }

  Script script;
  std::vector<Asked> asked;
  bool keeps_asked = true;
  bool bypassed = true;
  uint64_t clock = 12'345;  // begins anywhere

 private:
  Geometry geometry_;
};

}  // namespace surfscan::test
