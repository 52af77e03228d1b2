// What a slice must do, said in another way than the slice does it: for its fuzz target.
#pragma once

#include <algorithm>
#include <vector>

#include "core/scan_slice.h"
#include "fuzz/slice_device.h"

namespace surfscan::fuzz {

// The blocks by another formula than the one that is tried: edges lie at phase + k · sectors.
struct Range {
  uint64_t from_lba;
  uint64_t to_lba;
  uint64_t block_sectors;
  uint64_t phase_lba;

  // How many edges lie at or below an LBA.
  uint64_t edges_upto(uint64_t lba) const {
    return lba < phase_lba ? 0 : (lba - phase_lba) / block_sectors + 1;
  }
  uint64_t blocks() const { return edges_upto(to_lba - 1) - edges_upto(from_lba) + 1; }
  uint64_t block_of(uint64_t lba) const { return edges_upto(lba) - edges_upto(from_lba); }
  uint64_t start_of(uint64_t block) const {
    if (block == 0) return from_lba;
    return phase_lba + (edges_upto(from_lba) + block - 1) * block_sectors;
  }
  uint64_t end_of(uint64_t block) const { return std::min(start_of(block + 1), to_lba); }
};

inline bool may_be_storm(Error error) {
  return error == Error::abrt || error == Error::io || error == Error::time;
}

// What the memory that a slice writes must hold behind it, by what came of the reads in turn.
struct Expected {
  std::vector<uint8_t> map;
  std::vector<bool> read;  // of those that were asked for
  uint64_t classes[kClasses] = {};
  uint64_t errors[kErrors + 1] = {};
  uint64_t sectors = 0;
  uint64_t latency_sum_ns = 0;
  uint64_t failed = 0;
  uint64_t told = 0;  // reads that have a record; neighbours may share one
  uint32_t row = 0;
  bool gone = false;

  // `block` is its place in the map, `index` that in what was asked for.
  void take(const SliceOrder& order, const LatencyScale& scale, const Asked& asked, size_t index,
            size_t block) {
    const uint64_t latency_ns = asked.outcome.latency_ns;
    const bool late = order.timeout_ns != 0 && latency_ns > order.timeout_ns;
    const bool hung = order.hang_ns != 0 && latency_ns > order.hang_ns;
    const Error error = asked.outcome.error;
    const bool left = gone && (late || hung || may_be_storm(error));
    if (error == Error::defect || error == Error::gone || left) {
      told++;
      gone |= error == Error::gone;
      if (error != Error::defect) errors[static_cast<int>(Error::gone)]++;
      return;
    }
    if (hung) return;
    read[index] = true;
    sectors += asked.sectors;
    if (late || error != Error::none) {
      put_failure(late ? Error::time : error, block);
      return;
    }
    row = 0;
    map[block] = scale.step(latency_ns);
    classes[step_class(map[block])]++;
    latency_sum_ns += latency_ns;
    told += latency_ns >= order.record_from_ns ? 1 : 0;
  }

  void put_failure(Error error, size_t block) {
    row = may_be_storm(error) ? row + 1 : 0;
    map[block] = error_byte(error);
    errors[static_cast<int>(error)]++;
    failed++;
    told++;
  }
};

}  // namespace surfscan::fuzz
