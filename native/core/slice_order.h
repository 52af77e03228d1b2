// What a slice is to read, how much of it, and why it may end before that.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/blocks.h"
#include "core/slice_records.h"
#include "core/stops.h"
#include "core/worker_shared.h"

namespace surfscan {

struct SliceOrder {
  Blocks blocks;
  uint64_t first = 0;  // block indices: [first, end), not empty
  uint64_t end = 0;
  // Where blocks are not read upwards: which one is read first, second …, each below blocks.count().
  // `first`, `end`, `next` and the frontier then count in this list, and there is no map. Doubles:
  // JavaScript's numbers, and a disk may have more than 2^32 blocks.
  const double* picks = nullptr;
  uint8_t* map = nullptr;             // a byte a block of `blocks`, or null
  WorkerShared* shared = nullptr;
  uint32_t* failed_blocks = nullptr;  // of the whole disk, shared by its workers, or null
  uint32_t failed_limit = 0;          // stop once so many blocks have failed; 0: never
  bool first_reading = false;         // counts in classes, errors, histogram
  uint64_t record_from_ns = 0;        // 0: every reading has a record of its own
  uint64_t timeout_ns = 0;            // a read that takes longer is late; 0: none is
  uint64_t hang_ns = 0;               // stop once a read took longer; 0: never
  // Of CLOCK_MONOTONIC, checked every 64 blocks and after slow ones. The second is that of a slice
  // with records: they are waited for, and where there are none a deep queue is seldom drained.
  uint64_t budget_ns = 0;
  uint64_t news_budget_ns = 0;
  uint64_t device_budget_ns = 0;      // of the device's clock, checked as often; 0: any
  uint32_t row_limit = 0;             // stop once so many failed in a row; 0: never
  const Stops* stops = nullptr;       // who knows when the program was stopped; null: nobody does
  Record* records = nullptr;
  size_t record_capacity = 0;         // at least 1
};

enum class SliceStop : uint32_t {
  done = 0,     // all of the order is read
  budget = 1,   // time is up
  control = 2,  // pause or stop was asked
  records = 3,  // no room for another record
  row = 4,      // so many failures in a row
  enough = 5,   // failed_limit
  gone = 6,     // the disk left: what was in flight and did not come back stays unread
  defect = 7,   // an errno that no table names, in the last records
  hung = 8,     // a read took longer than hang_ns: its block stays unread and counts nowhere
};

}  // namespace surfscan
