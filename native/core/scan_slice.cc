#include "core/scan_slice.h"

#include <algorithm>
#include <array>

#include "core/clock.h"
#include "core/flight.h"

namespace surfscan {
namespace {

// Looked at after so many quick reads: at 20 ns a clock reading it would else cost as much as the rest.
constexpr uint64_t kBlocksABudgetLook = 64;
constexpr uint64_t kSlowEnoughToLookNs = 1'000'000;
// The control word is looked at as often, whatever is waited for.
constexpr uint64_t kLongestWaitNs = 100'000'000;
constexpr uint64_t kLongestRestNs = 50'000'000;
// How long a read may take to come back after kStop before it is left behind.
constexpr uint64_t kLeaveAfterNs = 1'000'000'000;
constexpr uint32_t kMostAtOnce = 64;

// ABRT, IO and TIME may mean that nothing answers any more; a disk that names a defect is there.
bool may_be_storm(Error error) {
  return error == Error::abrt || error == Error::io || error == Error::time;
}

// Of several reasons to end, those that come while others' reads are waited for too, the last one
// here is told.
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

class Slice {
 public:
  Slice(Device& device, const LatencyScale& scale, const SliceOrder& order)
      : device_(device),
        scale_(scale),
        order_(order),
        shared_(*order.shared),
        records_(order.records, order.record_capacity, order.record_from_ns != 0),
        device_depth_(device.depth()),
        at_once_(device.answers_at_once()),
        flight_(device_depth_),
        sector_bytes_(device.geometry().logical_bytes),
        begun_ns_(monotonic_ns()),
        device_begun_ns_(device.clock_ns()),
        device_before_ns_(order.shared->device_ns),
        next_(order.first),
        unread_from_(order.end) {}

  SliceResult run() {
    for (;;) {
      const uint64_t rest_ns = fill();
      if (!flight_.empty()) {
        await(rest_ns);
        if (is_to_be_left()) break;
      } else if (rest_ns != 0) {
        rest(rest_ns);
      } else {
        break;
      }
    }
    show_none();
    publish(shared_.device_ns, device_ns());
    if (!device_.cache_bypassed()) publish(shared_.cached, 1u);
    return {lowest_unread(), reason(), records_.count(), flight_.count()};
  }

 private:
  // Submits what may be submitted now. Not 0: how long the rate wants to rest before the next.
  uint64_t fill() {
    if (oldest_is_late()) return 0;
    while (may_submit()) {
      const uint64_t block =
          order_.picks == nullptr ? next_ : static_cast<uint64_t>(order_.picks[next_]);
      const uint64_t from = order_.blocks.start_of(block);
      const uint64_t to = order_.blocks.end_of(block);
      const uint64_t rest_ns = pace((to - from) * sector_bytes_);
      if (rest_ns != 0) return rest_ns;
      submit({next_++, from, to, started_ns()});
    }
    return 0;
  }

  // One that does not answer holds all others: nothing more is sent to a disk that may be hung.
  bool oldest_is_late() const {
    return order_.timeout_ns != 0 && !flight_.empty() &&
           device_.clock_ns() - flight_.oldest().since_ns > order_.timeout_ns;
  }

  bool may_submit() {
    if (stop_ != SliceStop::done || next_ == order_.end) return false;
    if (commanded(shared_.control) != kRun) {
      end(SliceStop::control);
      return false;
    }
    if (records_.nearly_full(device_depth_)) {
      end(SliceStop::records);
      return false;
    }
    return flight_.count() < depth() && records_.has_room_beside(flight_.count());
  }

  uint32_t depth() const {
    const uint32_t limit = commanded(shared_.depth_limit);
    return limit == 0 ? device_depth_ : std::min(limit, device_depth_);
  }

  uint64_t pace(uint64_t bytes) {
    const uint64_t rate = commanded(shared_.rate_bytes_per_s);
    return rate == 0 ? 0 : pay_for(shared_.pace, bytes, rate, device_ns());
  }

  void submit(const Flight::Read& read) {
    if (flight_.empty()) show(read);
    const uint32_t sectors = static_cast<uint32_t>(read.to_lba - read.from_lba);
    Outcome outcome;
    if (!device_.submit(flight_.next_slot(), read.from_lba, sectors, outcome)) {
      flight_.add(read);
      return;
    }
    if (flight_.empty()) show_none();
    put_down(read, outcome);
  }

  void show(const Flight::Read& oldest) {
    publish(shared_.in_flight_lba, oldest.from_lba);
    const bool is_wall = at_once_ || device_.clock_is_monotonic();
    publish(shared_.in_flight_since_ns, is_wall ? oldest.since_ns : monotonic_ns());
  }

  void show_none() { publish(shared_.in_flight_since_ns, uint64_t{0}); }

  // A clock reading a block is dear beside an empty zram disk's 9 µs, and the watchdog asks for
  // seconds: the end of the last slow read, or of the last look at the budget, is near enough.
  uint64_t started_ns() {
    if (!at_once_) return device_.clock_ns();
    if (blocks_since_clock_ == 0) last_clock_ns_ = monotonic_ns();
    blocks_since_clock_ = (blocks_since_clock_ + 1) % kBlocksABudgetLook;
    return last_clock_ns_;
  }

  void rest(uint64_t ns) {
    device_.rest(std::min(ns, kLongestRestNs));
    blocks_since_clock_ = 0;
    look_at_budgets();
  }

  void await(uint64_t rest_ns) {
    const uint64_t wait_ns = rest_ns == 0 ? kLongestWaitNs : std::min(rest_ns, kLongestRestNs);
    const uint32_t count = device_.reap(completions_.data(), kMostAtOnce, wait_ns);
    for (uint32_t i = 0; i < count; i++) take(completions_[i]);
    if (count == 0) publish(shared_.device_ns, device_ns());
  }

  void take(const Completion& completion) {
    const bool was_oldest = flight_.is_oldest(completion.slot);
    const Flight::Read read = flight_.remove(completion.slot);
    if (flight_.empty()) {
      show_none();
    } else if (was_oldest) {
      show(flight_.oldest());
    }
    put_down(read, completion.outcome);
  }

  // Reads that do not come back hold nobody up who wants to leave.
  bool is_to_be_left() {
    if (flight_.empty() || commanded(shared_.control) != kStop) return false;
    const uint64_t now_ns = device_.clock_ns();
    if (!stop_seen_) stop_seen_ns_ = now_ns;
    stop_seen_ = true;
    return now_ns - stop_seen_ns_ >= kLeaveAfterNs;
  }

  // Puts down what came of a read, everywhere.
  void put_down(const Flight::Read& read, Outcome outcome) {
    const bool late = order_.timeout_ns != 0 && outcome.latency_ns > order_.timeout_ns;
    if (stays_unread(outcome, late)) {
      put_unread(read, outcome);
    } else {
      add(shared_.sectors, read.to_lba - read.from_lba);
      if (late) outcome.error = Error::time;
      if (outcome.error == Error::none) {
        put_success(read, outcome.latency_ns);
      } else {
        put_failure(read, outcome, late);
      }
    }
    publish(shared_.frontier, static_cast<uint32_t>(lowest_unread()));
    if (--look_in_ == 0 || outcome.latency_ns >= kSlowEnoughToLookNs) look_at_budgets();
  }

  // What was out when the disk left, and then failed or came late, tells nothing of its block.
  bool stays_unread(Outcome& outcome, bool late) const {
    if (outcome.error == Error::gone || outcome.error == Error::defect) return true;
    const bool hung = order_.hang_ns != 0 && outcome.latency_ns > order_.hang_ns;
    if (!gone_ || !(hung || late || may_be_storm(outcome.error))) return hung;
    outcome.error = Error::gone;
    return true;
  }

  void put_unread(const Flight::Read& read, const Outcome& outcome) {
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

  void put_success(const Flight::Read& read, uint64_t latency_ns) {
    if (shared_.row != 0) publish(shared_.row, 0u);
    const uint8_t step = scale_.step(latency_ns);
    if (order_.map != nullptr) publish(order_.map[read.block], step);
    if (order_.first_reading) {
      count_success(shared_, step, latency_ns);
    } else {
      publish(shared_.last_alone_next, read.from_lba + 1);
    }
    if (latency_ns >= order_.record_from_ns) {
      records_.append(read.from_lba, read.to_lba, {latency_ns, Error::none, 0}, false);
    }
    if (latency_ns >= kSlowEnoughToLookNs) blocks_since_clock_ = 0;
  }

  void put_failure(const Flight::Read& read, const Outcome& outcome, bool late) {
    publish(shared_.row, may_be_storm(outcome.error) ? shared_.row + 1 : 0u);
    if (order_.map != nullptr) publish(order_.map[read.block], error_byte(outcome.error));
    if (order_.first_reading) add(shared_.errors[static_cast<uint8_t>(outcome.error)], 1u);
    records_.failure(read.from_lba, read.to_lba, outcome, late);
    blocks_since_clock_ = 0;
    if (order_.row_limit != 0 && shared_.row >= order_.row_limit) end(SliceStop::row);
    if (order_.failed_blocks == nullptr) return;
    const uint32_t failed = __atomic_add_fetch(order_.failed_blocks, 1u, __ATOMIC_ACQ_REL);
    if (order_.failed_limit != 0 && failed >= order_.failed_limit) end(SliceStop::enough);
  }

  void look_at_budgets() {
    look_in_ = kBlocksABudgetLook;
    const uint64_t now_ns = device_ns();
    publish(shared_.device_ns, now_ns);
    const uint64_t wall_ns = monotonic_ns() - begun_ns_;
    const uint64_t spent_ns = now_ns - device_before_ns_;
    const bool news = records_.count() > 0;
    if (wall_ns >= order_.budget_ns || (news && wall_ns >= order_.news_budget_ns) ||
        (order_.device_budget_ns != 0 && spent_ns >= order_.device_budget_ns)) {
      end(SliceStop::budget);
    }
  }

  // Nothing more is submitted. What is out is waited for, and may find a better reason.
  void end(SliceStop stop) {
    if (outweighs(stop, stop_)) stop_ = stop;
  }

  SliceStop reason() const {
    if (!flight_.empty()) return SliceStop::control;
    const bool nothing_left = lowest_unread() == order_.end;
    return nothing_left && outweighs(SliceStop::enough, stop_) ? SliceStop::done : stop_;
  }

  uint64_t lowest_unread() const {
    return std::min(flight_.empty() ? next_ : flight_.oldest().block, unread_from_);
  }

  uint64_t device_ns() const { return device_before_ns_ + (device_.clock_ns() - device_begun_ns_); }

  Device& device_;
  const LatencyScale& scale_;
  const SliceOrder& order_;
  WorkerShared& shared_;
  SliceRecords records_;
  const uint32_t device_depth_;
  const bool at_once_;
  Flight flight_;
  std::array<Completion, kMostAtOnce> completions_;
  const uint64_t sector_bytes_;
  const uint64_t begun_ns_;
  const uint64_t device_begun_ns_;
  const uint64_t device_before_ns_;
  uint64_t next_;         // the block to submit
  uint64_t unread_from_;  // the lowest block that came back and was not read; `end`: none
  SliceStop stop_ = SliceStop::done;
  bool gone_ = false;
  bool stop_seen_ = false;
  uint64_t stop_seen_ns_ = 0;
  uint64_t look_in_ = kBlocksABudgetLook;
  uint64_t blocks_since_clock_ = 0;
  uint64_t last_clock_ns_ = 0;
};

}  // namespace

SliceResult scan_slice(Device& device, const LatencyScale& scale, const SliceOrder& order) {
  return Slice(device, scale, order).run();
}

}  // namespace surfscan
