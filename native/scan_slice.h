// The hot loop: read these blocks, write their bytes and counters, obey the control word. What is
// read next, and what an outcome means for the scan, is decided elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>

#include "device.h"
#include "latency_scale.h"

namespace surfscan {

// The blocks of an LBA range [from_lba, to_lba): their edges lie at phase_lba + k · block_sectors, so
// the first and the last may be short.
class Blocks {
 public:
  // from_lba < to_lba, phase_lba < block_sectors.
  Blocks(uint64_t from_lba, uint64_t to_lba, uint64_t block_sectors, uint64_t phase_lba)
      : from_lba_(from_lba),
        to_lba_(to_lba),
        block_sectors_(block_sectors),
        first_edge_lba_(from_lba < phase_lba
                            ? phase_lba
                            : from_lba + block_sectors - (from_lba - phase_lba) % block_sectors) {}

  uint64_t start_of(uint64_t block) const {
    return block == 0 ? from_lba_ : first_edge_lba_ + (block - 1) * block_sectors_;
  }
  uint64_t end_of(uint64_t block) const {
    const uint64_t end = first_edge_lba_ + block * block_sectors_;
    return end < to_lba_ ? end : to_lba_;
  }

 private:
  uint64_t from_lba_;
  uint64_t to_lba_;
  uint64_t block_sectors_;
  uint64_t first_edge_lba_;  // where block 0 would end: the one division, not two a block
};

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

// One worker's part of the shared memory. The worker alone writes it, but for `control`; whoever
// shows or sums it reads it with acquire. Zero is the right beginning of every field. Aligned as its
// widest field and no more: a SharedArrayBuffer begins at no cache line's edge.
struct alignas(8) WorkerShared {
  uint32_t control;   // Control
  uint32_t frontier;  // all blocks of the current order below this one are read
  uint32_t row;       // failures of ABRT, IO, TIME in a row, up to now; across slices
  uint32_t cached;    // 1 once the system's cache may have answered
  uint32_t classes[kClasses];      // first readings that succeeded, by class
  uint32_t errors[kErrors + 1];    // first readings that failed, by Error; [0] unused
  uint64_t in_flight_lba;
  uint64_t in_flight_since_ns;  // CLOCK_MONOTONIC; 0: no read is out
  uint64_t device_ns;           // time spent in orders, on the device's clock
  uint64_t last_alone_next;     // 1 + LBA of the last reading that succeeded and was no first one
  uint64_t sectors;             // of all reads, whatever came of them
  uint64_t latency_sum_ns;      // of the first readings that succeeded
  uint64_t latency_min_ns;      // 0: none yet
  uint64_t latency_max_ns;
  uint32_t histogram[kHistogramBuckets];
};

// What a slice tells beside the map: failures (neighbours of equal error and errno as one), late
// reads, and readings that took `record_from_ns` or longer. All doubles: JavaScript reads it as such.
struct Record {
  double from_lba;
  double to_lba;  // exclusive
  double latency_ns;  // of the longest of a joined failure
  double error;       // Error; 0: it read
  double error_number;
  double late;  // 1: it took longer than the timeout, whatever it brought
};

struct SliceOrder {
  Blocks blocks;
  uint64_t first = 0;  // block indices: [first, end), not empty
  uint64_t end = 0;
  uint8_t* map = nullptr;             // a byte a block of `blocks`, or null
  WorkerShared* shared = nullptr;
  uint32_t* failed_blocks = nullptr;  // of the whole disk, shared by its workers, or null
  uint32_t failed_limit = 0;          // stop once so many blocks have failed; 0: never
  bool first_reading = false;         // counts in classes, errors, histogram
  uint64_t record_from_ns = 0;
  uint64_t timeout_ns = 0;            // a read that takes longer is late; 0: none is
  uint64_t budget_ns = 0;  // of CLOCK_MONOTONIC, looked at every 64 blocks and after slow ones
  uint64_t device_budget_ns = 0;      // of the device's clock, looked at as often; 0: any
  uint32_t row_limit = 0;             // stop once so many failed in a row; 0: never
  Record* records = nullptr;
  size_t record_capacity = 0;         // at least 1
  void* buffer = nullptr;             // block_sectors · logical_bytes, aligned to 4096
};

enum class SliceStop : uint32_t {
  done = 0,     // all of the order is read
  budget = 1,   // time is up
  control = 2,  // pause or stop was asked
  records = 3,  // no room for another record
  row = 4,      // so many failures in a row
  enough = 5,   // failed_limit
  gone = 6,     // the disk left; the block at `next` was in flight and stays unread
  defect = 7,   // an errno that no table names, in the last record
};

struct SliceResult {
  uint64_t next;  // the block to go on with
  SliceStop stop;
  size_t records;
};

SliceResult scan_slice(Device& device, const LatencyScale& scale, const SliceOrder& order);

}  // namespace surfscan
