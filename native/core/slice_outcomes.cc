#include "core/slice_outcomes.h"

#include <algorithm>
#include <array>

namespace surfscan {
namespace {

// ABRT, IO and TIME may mean that nothing answers any more; a disk that names a defect is there.
bool may_be_storm(Error error) {
  return error == Error::abrt || error == Error::io || error == Error::time;
}

// Of several reasons to end, those that come while others' reads are waited for too, the last one
// here counts.
constexpr std::array kByWeight = {SliceStop::done,   SliceStop::budget, SliceStop::records,
                                  SliceStop::control, SliceStop::enough, SliceStop::row,
                                  SliceStop::hung,   SliceStop::gone,   SliceStop::defect};

bool outweighs(SliceStop one, SliceStop other) {
  return std::find(kByWeight.begin(), kByWeight.end(), one) >
         std::find(kByWeight.begin(), kByWeight.end(), other);
}

void count_success(WorkerShared& shared, uint8_t step, uint64_t latency_ns) {
  add(shared.classes[step_class(step)], 1u);
  add(shared.histogram[histogram_bucket(latency_ns)], 1u);
  add(shared.latency_sum_ns, latency_ns);
  if (shared.latency_min_ns == 0 || latency_ns < shared.latency_min_ns) {
    publish(shared.latency_min_ns, latency_ns == 0 ? 1 : latency_ns);
  }
  if (latency_ns > shared.latency_max_ns) publish(shared.latency_max_ns, latency_ns);
}

}  // namespace

bool SliceOutcomes::put_down(const Flight::Read& read, Outcome outcome) {
  const bool late = order_.timeout_ns != 0 && outcome.latency_ns > order_.timeout_ns;
  if (stays_unread(outcome, late)) {
    put_unread(read, outcome);
    return false;
  }
  add(shared_.sectors, read.to_lba - read.from_lba);
  if (late) outcome.error = Error::time;
  if (outcome.error != Error::none) {
    put_failure(read, outcome, late);
    return false;
  }
  put_success(read, outcome);
  return outcome.latency_ns < kSlowReadNs;
}

void SliceOutcomes::end(SliceStop stop) {
  if (outweighs(stop, stop_)) stop_ = stop;
}

SliceStop SliceOutcomes::stop_at_end() const {
  return outweighs(SliceStop::enough, stop_) ? SliceStop::done : stop_;
}

// What was out when the disk left, and then failed or came late, says nothing of its block.
bool SliceOutcomes::stays_unread(Outcome& outcome, bool late) const {
  if (outcome.error == Error::gone || outcome.error == Error::defect) return true;
  const bool hung = order_.hang_ns != 0 && outcome.latency_ns > order_.hang_ns;
  if (!gone_ || !(hung || late || may_be_storm(outcome.error))) return hung;
  outcome.error = Error::gone;
  return true;
}

void SliceOutcomes::put_unread(const Flight::Read& read, const Outcome& outcome) {
  unread_from_ = std::min(unread_from_, read.block);
  if (outcome.error != Error::gone && outcome.error != Error::defect) {
    end(SliceStop::hung);
    return;
  }
  records_.append(read.from_lba, read.to_lba, outcome, false);
  if (outcome.error == Error::defect) {
    end(SliceStop::defect);
    return;
  }
  gone_ = true;
  end(SliceStop::gone);
  if (order_.first_reading) add(shared_.errors[static_cast<uint8_t>(Error::gone)], 1u);
}

void SliceOutcomes::put_success(const Flight::Read& read, const Outcome& outcome) {
  const uint64_t latency_ns = outcome.latency_ns;
  if (shared_.row != 0) publish(shared_.row, 0u);
  const uint8_t step = scale_.step(latency_ns);
  if (order_.map != nullptr) publish(order_.map[read.block], step);
  if (order_.first_reading) {
    count_success(shared_, step, latency_ns);
  } else {
    publish(shared_.last_alone_next, read.from_lba + 1);
  }
  // What the drive says of a read that it did: it had to correct.
  if (latency_ns >= order_.record_from_ns || outcome.drive.said()) {
    records_.append(read.from_lba, read.to_lba, outcome, false);
  }
}

void SliceOutcomes::put_failure(const Flight::Read& read, const Outcome& outcome, bool late) {
  publish(shared_.row, may_be_storm(outcome.error) ? shared_.row + 1 : 0u);
  if (order_.map != nullptr) publish(order_.map[read.block], error_byte(outcome.error));
  if (order_.first_reading) add(shared_.errors[static_cast<uint8_t>(outcome.error)], 1u);
  records_.failure(read.from_lba, read.to_lba, outcome, late);
  if (order_.row_limit != 0 && shared_.row >= order_.row_limit) end(SliceStop::row);
  if (order_.failed_blocks == nullptr) return;
  const uint32_t failed = __atomic_add_fetch(order_.failed_blocks, 1u, __ATOMIC_ACQ_REL);
  if (order_.failed_limit != 0 && failed >= order_.failed_limit) end(SliceStop::enough);
}

}  // namespace surfscan
