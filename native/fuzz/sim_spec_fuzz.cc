// Any text as a simulated disk, and any reads of the disk that it makes. The first line is the
// text, what stands behind it are the reads.
#include <algorithm>
#include <memory>
#include <vector>

#include "fuzz/target.h"
#include "sim/sim_device.h"
#include "sim/sim_fault_text.h"

using namespace surfscan;

namespace {

constexpr size_t kMostErrorBytes = 600;
constexpr size_t kMostIdentityBytes = 255;
constexpr uint64_t kMostCounters = 1 << 16;  // of the disks that are opened
constexpr uint32_t kMostSectors = 32768;     // 16 MiB of 512 bytes
constexpr int kMostReads = 64;

bool is_power_of_two(uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

// A message repeats the text cut, and nothing of it that is no printable ASCII.
bool may_be_shown(std::string error) {
  for (const char* ours : {"…", "×"}) {
    for (size_t at = error.find(ours); at != std::string::npos; at = error.find(ours)) {
      error.erase(at, std::string(ours).size());
    }
  }
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f; };
  return error.size() < kMostErrorBytes && std::all_of(error.begin(), error.end(), is_plain);
}

void check_fault(const SimSpec& spec, const SimFault& fault) {
  const uint64_t physical = spec.geometry.physical_bytes / spec.geometry.logical_bytes;
  CHECK(fault.from_lba < fault.to_lba && fault.to_lba <= spec.geometry.sectors);
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): check_disk() has found it to be 1 or more
  CHECK(fault.from_lba % physical == 0);
  CHECK(fault.to_lba % physical == 0 || fault.to_lba == spec.geometry.sectors);
  CHECK(fault.latency_ns <= kMaxFaultMs * 1'000'000);
  CHECK(fault.shared_index <= spec.shared_counters);
  CHECK(fault.error <= Error::gone);
}

void check_disk(const SimSpec& spec) {
  const Geometry& disk = spec.geometry;
  CHECK(is_power_of_two(disk.logical_bytes) && disk.logical_bytes >= 512);
  CHECK(is_power_of_two(disk.physical_bytes) && disk.physical_bytes <= 65536);
  CHECK(disk.physical_bytes >= disk.logical_bytes);
  CHECK(disk.sectors >= 1 && disk.sectors <= (uint64_t{1} << 63) / disk.logical_bytes);
  CHECK(spec.shared_counters <= kMaxSharedCounters && spec.faults.size() <= kMaxFaults);
  CHECK(spec.model.size() <= kMostIdentityBytes && spec.serial.size() <= kMostIdentityBytes);
  CHECK((spec.model + spec.serial).find('\0') == std::string::npos);
  uint64_t from_lba = 0;
  for (const SimFault& fault : spec.faults) {
    CHECK(fault.from_lba >= from_lba);
    from_lba = fault.from_lba;
    check_fault(spec, fault);
  }
}

// What a read must come to as far as it does not depend on what was read before.
void check_read(const SimSpec& spec, uint64_t from, uint64_t to, const Outcome& outcome) {
  const bool has_no_clock = spec.kind == SimKind::null;
  CHECK(outcome.latency_ns > 0 || has_no_clock);
  if (outcome.error == Error::gone && spec.gone_after_reads != kNeverGone) return;
  bool may_fail = false;
  Error first_bad = Error::none;
  for (const SimFault& fault : spec.faults) {
    if (fault.from_lba >= to || fault.to_lba <= from) continue;
    may_fail |= fault.kind == FaultKind::bad || fault.kind == FaultKind::weak;
    const bool is_first = fault.kind == FaultKind::bad && first_bad == Error::none;
    if (is_first) first_bad = fault.error;
    if (fault.kind == FaultKind::hang) CHECK(outcome.latency_ns >= fault.latency_ns);
  }
  CHECK(may_fail || outcome.error == Error::none);
  CHECK(first_bad == Error::none || outcome.error == first_bad);
}

// Where it begins: anywhere, or about a fault's edge.
uint64_t drawn_lba(fuzz::Input& input, const SimSpec& spec) {
  uint64_t lba = input.any();
  if (!spec.faults.empty() && input.flag()) {
    const SimFault& fault = spec.faults[input.below(spec.faults.size())];
    lba += input.flag() ? fault.from_lba : fault.to_lba;
    lba -= input.byte();
  }
  return lba % spec.geometry.sectors;
}

void read(fuzz::Input& input, const SimSpec& spec) {
  // As long as it must be and not a byte longer, for the sanitizer to see.
  const uint64_t bytes = sim_shared_bytes(spec);
  const std::unique_ptr<uint8_t[]> shared(new uint8_t[bytes]);
  sim_shared_reset(spec, shared.get());
  const auto reader = open_sim_device(spec, shared.get());
  const auto other = open_sim_device(spec, shared.get());
  for (int i = 0; i < kMostReads && !input.empty(); i++) {
    SyncDevice& device = input.flag() ? *reader : *other;
    const uint64_t from = drawn_lba(input, spec);
    const uint64_t most = std::min<uint64_t>(kMostSectors, spec.geometry.sectors - from);
    const uint64_t sectors = 1 + input.any() % most;
    const uint64_t before_ns = device.clock_ns();
    const Outcome outcome = device.read(from, static_cast<uint32_t>(sectors), nullptr);
    check_read(spec, from, from + sectors, outcome);
    CHECK(device.clock_ns() >= before_ns);
    if (input.flag()) device.rest(input.any());
  }
}

}  // namespace

void fuzz::fuzz(Input& input) {
  const std::string text = input.line();
  SimSpec spec;
  std::string error;
  const bool parsed = parse_sim_spec(text, spec, error);
  CHECK_EQ(parsed, error.empty());
  CHECK(may_be_shown(error));
  if (!parsed) return;
  check_disk(spec);
  if (spec.shared_counters > kMostCounters) return;
  spec.speed = 0;  // nobody waits
  read(input, spec);
}
