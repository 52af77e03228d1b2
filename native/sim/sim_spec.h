// The text form of a simulated disk, `KEY=VALUE,…` (what stands behind `sim:`), parsed and checked.
#pragma once

#include <string>
#include <vector>

#include "core/device.h"

namespace surfscan {

enum class SimKind : uint8_t { hdd, ssd, null };

enum class FaultKind : uint8_t { hang, bad, weak, slow };

// A fault on whole physical sectors: [from_lba, to_lba), grown to their edges.
struct SimFault {
  FaultKind kind;
  uint64_t from_lba;
  uint64_t to_lba;
  Error error;           // bad
  uint64_t latency_ns;   // bad: fails after; slow: takes at least; hang: is silent for
  uint32_t reads;        // weak: fails so many reads; slow: only its first so many, 0 for all
  uint64_t shared_index;  // of its first shared counter: weak one a physical sector, slow one
};

constexpr uint64_t kNeverGone = UINT64_MAX;

struct SimSpec {
  Geometry geometry;
  SimKind kind = SimKind::hdd;
  double speed = 0;  // times real time; 0 is `max`: no waiting
  bool sends = true;  // what it reads; else it verifies. Not of the text: it is how the disk is asked
  uint64_t seed = 1;
  uint64_t gone_after_reads = kNeverGone;
  std::string model;
  std::string serial;
  std::vector<SimFault> faults;  // sorted by from_lba
  uint64_t shared_counters = 0;  // 32-bit counters that the workers share, beside the read counter
};

// False with `error` saying what was expected and what came. Lists, lengths and numbers are bounded.
bool parse_sim_spec(const std::string& text, SimSpec& spec, std::string& error);

}  // namespace surfscan
