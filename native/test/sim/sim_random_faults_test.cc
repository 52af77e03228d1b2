// Random faults, one over the other, against a list of them that is gone through for every read.
#include <algorithm>

#include "sim/sim_hash.h"
#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kSectors = 4096;

struct Chance {
  uint64_t state;
  uint64_t below(uint64_t range) {
    state = mix64(state);
    return scaled(state, range);
  }
};

std::string random_spec(Chance& chance) {
  const char* codes[] = {"UNC", "IDNF", "ABRT", "IO"};
  std::string text = "kind=ssd,size=4096s,physical=2048";
  const uint64_t faults = chance.below(60);
  for (uint64_t i = 0; i < faults; i++) {
    const uint64_t from = chance.below(kSectors);
    const uint64_t most = chance.below(8) == 0 ? kSectors : 24;
    const uint64_t to = std::min(kSectors - 1, from + chance.below(most));
    const std::string range = std::to_string(from) + "-" + std::to_string(to);
    const std::string ms = "@" + std::to_string(100 + chance.below(900));
    switch (chance.below(4)) {
      case 0: text += ",bad=" + range + "/" + codes[chance.below(4)]; break;
      case 1: text += ",weak=" + range + "@" + std::to_string(1 + chance.below(3)); break;
      case 2: text += ",slow=" + range + ms + "*" + std::to_string(1 + chance.below(5)); break;
      default: text += ",hang=" + range + ms;
    }
  }
  return text;
}

// The same, without an index and without sharing: what is left is kept a logical sector.
struct Plain {
  explicit Plain(const SimSpec& spec) : faults(spec.faults) {
    for (const SimFault& fault : faults) {
      left.emplace_back(fault.to_lba - fault.from_lba, fault.reads);
    }
  }

  Outcome read(uint64_t from, uint64_t to) {
    Outcome outcome;
    bool weak = false;
    for (size_t i = 0; i < faults.size(); i++) {
      const SimFault& fault = faults[i];
      if (fault.from_lba >= to || fault.to_lba <= from) continue;
      if (fault.kind == FaultKind::bad && outcome.error == Error::none) outcome.error = fault.error;
      if (fault.kind == FaultKind::weak) weak |= weaken(i, from, to);
      if (fault.kind == FaultKind::slow && left[i][0] == 0) continue;
      if (fault.kind == FaultKind::slow) left[i][0]--;
      outcome.latency_ns = std::max(outcome.latency_ns, fault.latency_ns);
    }
    if (weak && outcome.error == Error::none) outcome.error = Error::unc;
    return outcome;
  }

  // Four logical sectors are a physical one.
  bool weaken(size_t i, uint64_t from, uint64_t to) {
    bool failed = false;
    for (uint64_t lba = faults[i].from_lba; lba < faults[i].to_lba; lba += 4) {
      if (lba + 4 <= from || lba >= to) continue;
      uint32_t& count = left[i][lba - faults[i].from_lba];
      if (count == 0) continue;
      failed = true;
      count--;
    }
    return failed;
  }

  std::vector<SimFault> faults;
  std::vector<std::vector<uint32_t>> left;
};

bool agrees(uint64_t seed) {
  Chance chance{seed};
  SimDisk disk(random_spec(chance));
  Plain plain(disk.spec);
  const auto reader = disk.open();
  for (int i = 0; i < 400; i++) {
    const uint64_t from = chance.below(kSectors);
    const uint64_t sectors = std::min(kSectors - from, 1 + chance.below(48));
    const Outcome got = reader->read(from, static_cast<uint32_t>(sectors), nullptr);
    const Outcome expected = plain.read(from, from + sectors);
    // Without a fault's delay it is the disk's own time, which is below 100 ms.
    const uint64_t delay_ns = got.latency_ns < 100 * kMs ? 0 : got.latency_ns;
    if (got.error == expected.error && delay_ns == expected.latency_ns) continue;
    std::cerr << "seed " << seed << ", read " << i << " of [" << from << ", " << from + sectors
              << "): got " << code(got.error) << " after " << got.latency_ns << ", expected "
              << code(expected.error) << " after " << expected.latency_ns << "\n";
    return false;
  }
  return true;
}

}  // namespace

int main() {
  for (uint64_t seed = 1; seed <= 300; seed++) CHECK(agrees(seed));
  return failures();
}
