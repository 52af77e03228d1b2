// The logarithmic latency scale of the surface map: 239 steps of about 8 %, laid so that every class
// limit is the lower edge of a step. A block's byte thus gives its class.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/device.h"

namespace surfscan {

constexpr uint8_t kUnread = 0;
constexpr uint8_t kFirstStep = 1;
constexpr uint8_t kLastStep = 239;
constexpr uint8_t kFirstErrorByte = 240;  // Error::abrt
constexpr uint8_t kLastErrorByte = 247;   // Error::unc

constexpr uint32_t kClasses = 6;  // <3ms <10ms <50ms <150ms <500ms >500ms
constexpr std::array<uint64_t, kClasses - 1> kClassLimitsNs = {
    3'000'000, 10'000'000, 50'000'000, 150'000'000, 500'000'000};
// The first step of each class, and of what lies above the last: `<3ms` is 1…104, `>500ms` 172…239.
constexpr std::array<uint8_t, kClasses + 1> kClassFirstSteps = {1, 105, 121, 142, 156, 172, 240};

// Built once by whoever scans: 239 edges, and a table that finds a step in two or three comparisons.
class LatencyScale {
 public:
  LatencyScale();

  // The lower edge of a step 1…239 in nanoseconds: round(lo · (hi/lo)^((step − first)/steps)).
  uint64_t edge_ns(uint8_t step) const { return edges_[step]; }

  // The largest step whose edge is at or below the latency: below 1 µs 1, from 100 s on 239.
  uint8_t step(uint64_t latency_ns) const {
    uint8_t step = hints_[hint_index(latency_ns)];
    while (step < kLastStep && edges_[step + 1] <= latency_ns) step++;
    return step;
  }

 private:
  // 16 hints an octave: at most two edges lie between a hint and the latency it stands for.
  static uint32_t hint_index(uint64_t latency_ns) {
    if (latency_ns < 16) return static_cast<uint32_t>(latency_ns);
    const uint32_t octave = 63 - static_cast<uint32_t>(__builtin_clzll(latency_ns));
    return (octave << 4) | static_cast<uint32_t>((latency_ns >> (octave - 4)) & 15);
  }

  std::array<uint64_t, 240> edges_{};
  std::array<uint8_t, size_t{64} * 16> hints_{};
};

// The class of a step, 0…5.
inline uint32_t step_class(uint8_t step) {
  uint32_t c = 0;
  while (step >= kClassFirstSteps[c + 1]) c++;
  return c;
}

inline uint8_t error_byte(Error error) {
  return static_cast<uint8_t>(kFirstErrorByte - 1 + static_cast<uint8_t>(error));
}

}  // namespace surfscan
