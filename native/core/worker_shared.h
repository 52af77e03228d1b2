// One worker's part of the memory that it shares with whoever commands it and shows what it does.
#pragma once

#include <cstdint>

#include "core/latency_scale.h"
#include "core/pace.h"

namespace surfscan {

// Log-linear: 128 buckets an octave, so a bucket is at most 0.8 % wide. Up to 2^41 ns (36 minutes).
constexpr uint32_t kHistogramSubBits = 7;
constexpr uint32_t kHistogramTopBit = 41;
constexpr uint32_t kHistogramBuckets = (kHistogramTopBit - kHistogramSubBits + 1)
                                       << kHistogramSubBits;

inline uint32_t histogram_bucket(uint64_t ns) {
  if (ns < (1u << kHistogramSubBits)) return static_cast<uint32_t>(ns);
  const uint32_t octave = 63 - static_cast<uint32_t>(__builtin_clzll(ns));
  if (octave >= kHistogramTopBit) return kHistogramBuckets - 1;
  const uint32_t shift = octave - kHistogramSubBits;
  return ((shift + 1) << kHistogramSubBits) +
         static_cast<uint32_t>((ns >> shift) & ((1u << kHistogramSubBits) - 1));
}

enum Control : uint32_t { kRun = 0, kPause = 1, kStop = 2 };

// The worker alone writes it, but for what it is commanded: `control`, `depth_limit` and
// `rate_bytes_per_s`. Whoever shows or sums it reads it with acquire. Zero is the right beginning of
// every field. Aligned as its widest field and no more: a SharedArrayBuffer begins at no cache line's
// edge.
struct alignas(8) WorkerShared {
  uint32_t control;      // Control
  uint32_t depth_limit;  // so many reads may be out at once; 0: as many as the device takes
  uint32_t frontier;  // all blocks of the current order below this one are read
  uint32_t row;       // failures of ABRT, IO, TIME in a row, up to now; across slices
  uint32_t cached;    // 1 once the system's cache may have answered
  uint32_t classes[kClasses];      // first readings that succeeded, by class
  uint32_t errors[kErrors + 1];    // first readings that failed, by Error; [0] unused
  uint64_t rate_bytes_per_s;    // no more than that is read on average; 0: no limit
  Pace pace;                    // on the clock that `device_ns` is read from
  uint64_t in_flight_lba;       // of the oldest read that is out
  uint64_t in_flight_since_ns;  // CLOCK_MONOTONIC; 0: no read is out
  uint64_t device_ns;           // time spent in orders, on the device's clock
  uint64_t last_alone_next;     // 1 + LBA of the last reading that succeeded and was no first one
  uint64_t sectors;             // of all reads, whatever came of them
  uint64_t latency_sum_ns;      // of the first readings that succeeded
  uint64_t latency_min_ns;      // 0: none yet
  uint64_t latency_max_ns;
  uint32_t histogram[kHistogramBuckets];
};

// One writer, many readers: plain loads by the writer, releasing stores for the readers.
template <typename T>
void publish(T& field, T value) {
  __atomic_store_n(&field, value, __ATOMIC_RELEASE);
}
template <typename T>
void add(T& field, T more) {
  publish(field, static_cast<T>(field + more));
}

// What the worker is commanded.
template <typename T>
T commanded(const T& field) {
  return __atomic_load_n(&field, __ATOMIC_RELAXED);
}

}  // namespace surfscan
