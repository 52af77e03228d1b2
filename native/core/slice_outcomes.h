// What comes of a slice's reads, put down everywhere: in the map, the counters and the records.
#pragma once

#include <cstdint>

#include "core/device.h"
#include "core/flight.h"
#include "core/latency_scale.h"
#include "core/slice_order.h"
#include "core/slice_records.h"
#include "core/worker_shared.h"

namespace surfscan {

// A read that took so long is no quick one: to read a clock costs little beside it.
constexpr uint64_t kSlowReadNs = 1'000'000;

class SliceOutcomes {
 public:
  SliceOutcomes(const LatencyScale& scale, const SliceOrder& order)
      : scale_(scale),
        order_(order),
        shared_(*order.shared),
        records_(order.records, order.record_capacity, order.record_from_ns != 0),
        unread_from_(order.end) {}

  // True where it was quick and read.
  bool put_down(const Flight::Read& read, Outcome outcome);

  // Nothing more is submitted. What is out is waited for, and may find a weightier reason.
  void end(SliceStop stop);

  // Why the slice ends; `done` while it goes on.
  SliceStop stop() const { return stop_; }
  // The same for one that has nothing left to read, which is done but for what weighs more.
  SliceStop stop_at_end() const;

  // Whether there is a disk that may be asked for what it was asked before.
  bool goes_on() const { return !gone_ && stop_ != SliceStop::defect && stop_ != SliceStop::hung; }

  const SliceRecords& records() const { return records_; }

  // The lowest block that came back and was not read; the order's end where there is none.
  uint64_t unread_from() const { return unread_from_; }

 private:
  bool stays_unread(Outcome& outcome, bool late) const;
  void put_unread(const Flight::Read& read, const Outcome& outcome);
  void put_success(const Flight::Read& read, const Outcome& outcome);
  void put_failure(const Flight::Read& read, const Outcome& outcome, bool late);

  const LatencyScale& scale_;
  const SliceOrder& order_;
  WorkerShared& shared_;
  SliceRecords records_;
  uint64_t unread_from_;
  SliceStop stop_ = SliceStop::done;
  bool gone_ = false;
};

}  // namespace surfscan
