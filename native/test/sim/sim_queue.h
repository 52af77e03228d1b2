// Reads of a simulated disk with several out, for a test, and how each was answered.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/sim_hash.h"
#include "test/sim/sim_check.h"

namespace surfscan::test {

struct Answered {
  uint64_t lba;
  uint64_t latency_ns;
  Error error;
  bool operator==(const Answered& other) const {
    return lba == other.lba && latency_ns == other.latency_ns && error == other.error;
  }
};

struct Queue {
  Queue(const std::string& spec, uint32_t depth)
      : disk(spec), device(open_sim_device(disk.spec, disk.shared.data(), depth)) {
    for (uint32_t slot = 0; slot < device->depth(); slot++) free.push_back(slot);
  }

  void submit(uint64_t lba, uint32_t sectors = 8) {
    const uint32_t slot = free.back();
    free.pop_back();
    lba_of[slot] = lba;
    Outcome outcome;
    if (!device->submit(slot, lba, sectors, outcome)) return;
    answers.push_back({lba, outcome.latency_ns, outcome.error});
    free.push_back(slot);
  }

  bool reap() {
    Completion completion;
    if (device->reap(&completion, 1, 0) == 0) return false;
    answers.push_back({lba_of[completion.slot], completion.outcome.latency_ns,
                       completion.outcome.error});
    free.push_back(completion.slot);
    return true;
  }

  // Random places, as many out as there may be.
  void read_at_random(uint64_t reads, uint32_t sectors = 8) {
    const uint64_t blocks = disk.spec.geometry.sectors / sectors;
    for (uint64_t i = 0; i < reads;) {
      while (!free.empty() && i < reads) submit(mix64(i++) % blocks * sectors, sectors);
      reap();
    }
    while (reap()) {
    }
  }

  double a_second() const {
    return 1e9 * static_cast<double>(answers.size()) / static_cast<double>(device->clock_ns());
  }

  SimDisk disk;
  std::unique_ptr<Device> device;
  std::vector<uint32_t> free;
  std::map<uint32_t, uint64_t> lba_of;
  std::vector<Answered> answers;
};

}  // namespace surfscan::test
