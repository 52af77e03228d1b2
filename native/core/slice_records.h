// What a slice records beside the map: failures (neighbours that failed alike as one), late reads,
// readings that took `record_from_ns` or longer, and those of which the drive said something though it read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/device.h"

namespace surfscan {

// All doubles: JavaScript reads it as such.
struct Record {
  double from_lba;
  double to_lba;  // exclusive
  double latency_ns;  // of the longest of a joined failure
  double error;       // Error; 0: it read
  double error_number;
  double late;   // 1: it took longer than the timeout, whatever it brought
  double drive;  // DriveStatus
  double named;  // 1: the drive named a sector of it
};

class SliceRecords {
 public:
  // `joins`: whether neighbouring failures share a record.
  SliceRecords(Record* records, size_t capacity, bool joins)
      : records_(records), capacity_(capacity), joins_(joins) {}

  size_t count() const { return count_; }

  // Whether so many reads at once might not all have room for a record, or no read at all.
  bool nearly_full(size_t depth) const { return count_ + std::min(depth, capacity_) > capacity_; }
  // Whether there is room for one more beside those that are out.
  bool has_room_beside(size_t out) const { return count_ + out < capacity_; }

  void failure(uint64_t from, uint64_t to, const Outcome& outcome, bool late) {
    if (!late && continues(from, outcome)) {
      Record& last = records_[count_ - 1];
      last.to_lba = static_cast<double>(to);
      last.latency_ns = std::max(last.latency_ns, static_cast<double>(outcome.latency_ns));
      return;
    }
    append(from, to, outcome, late);
  }

  void append(uint64_t from, uint64_t to, const Outcome& outcome, bool late) {
    records_[count_++] = {static_cast<double>(from),
                          static_cast<double>(to),
                          static_cast<double>(outcome.latency_ns),
                          static_cast<double>(outcome.error),
                          static_cast<double>(outcome.error_number),
                          late ? 1.0 : 0.0,
                          static_cast<double>(outcome.drive.packed),
                          outcome.named ? 1.0 : 0.0};
  }

 private:
  bool continues(uint64_t from, const Outcome& outcome) const {
    if (count_ == 0 || !joins_) return false;
    const Record& last = records_[count_ - 1];
    return last.late == 0 && last.to_lba == static_cast<double>(from) &&
           last.error == static_cast<double>(outcome.error) &&
           last.error_number == static_cast<double>(outcome.error_number) &&
           last.drive == static_cast<double>(outcome.drive.packed) &&
           last.named == (outcome.named ? 1.0 : 0.0);
  }

  Record* const records_;
  const size_t capacity_;
  const bool joins_;
  size_t count_ = 0;
};

}  // namespace surfscan
