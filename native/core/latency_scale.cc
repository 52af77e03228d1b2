#include "core/latency_scale.h"

#include <cmath>

namespace surfscan {

LatencyScale::LatencyScale() {
  constexpr std::array<uint64_t, kClasses + 1> limits_ns = {
      1'000,       kClassLimitsNs[0], kClassLimitsNs[1],  kClassLimitsNs[2], kClassLimitsNs[3],
      kClassLimitsNs[4], 100'000'000'000};
  for (uint32_t c = 0; c < kClasses; c++) {
    const uint32_t first = kClassFirstSteps[c];
    const uint32_t steps = kClassFirstSteps[c + 1] - first;
    const double lo = static_cast<double>(limits_ns[c]);
    const double ratio = static_cast<double>(limits_ns[c + 1]) / lo;
    for (uint32_t k = 0; k < steps; k++) {
      edges_[first + k] = static_cast<uint64_t>(
          std::llround(lo * std::pow(ratio, static_cast<double>(k) / static_cast<double>(steps))));
    }
  }
  uint8_t step = kFirstStep;
  for (uint32_t index = 0; index < hints_.size(); index++) {
    const uint32_t octave = index >> 4;
    const bool small = index < 16;
    if (!small && octave < 4) continue;  // indices that no latency has
    const uint64_t lowest_ns =
        small ? index : (uint64_t{1} << octave) | (uint64_t{index & 15} << (octave - 4));
    while (step < kLastStep && edges_[step + 1] <= lowest_ns) step++;
    hints_[index] = step;
  }
}

}  // namespace surfscan
