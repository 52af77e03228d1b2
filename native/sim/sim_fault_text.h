// The faults of a simulated disk's text: bad=, weak=, slow=, hang=.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/sim_spec.h"

namespace surfscan {

constexpr size_t kMaxFaults = 100'000;
// Counters are shared memory, four bytes each: 256 MiB.
constexpr uint64_t kMaxSharedCounters = uint64_t{1} << 26;
// A day. It keeps sums of latencies far from the end of 64 bits.
constexpr uint64_t kMaxFaultMs = 86'400'000;

struct FaultText {
  FaultKind kind;
  std::string_view key;    // for messages
  std::string_view value;  // what stands behind KEY=
};

// Parses the faults against spec.geometry, which is set: spec.faults and spec.shared_counters.
bool parse_faults(const std::vector<FaultText>& texts, SimSpec& spec, std::string& error);

}  // namespace surfscan
