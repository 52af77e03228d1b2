#include "core/scan_slice.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/flight.h"
#include "core/slice_clock.h"
#include "core/slice_outcomes.h"
#include "core/stopped_reading.h"

namespace surfscan {
namespace {

// The control word is read as often, whatever is waited for.
constexpr uint64_t kLongestWaitNs = 100'000'000;
constexpr uint64_t kLongestRestNs = 50'000'000;
// How long a read may take to come back after kStop before it is left behind.
constexpr uint64_t kLeaveAfterNs = 1'000'000'000;
constexpr uint32_t kMostAtOnce = 64;
// Of a block whose readings all were out across a stop: the last one counts, without the stop.
constexpr uint32_t kMostReadings = 4;

class Slice {
 public:
  Slice(Device& device, const LatencyScale& scale, const SliceOrder& order)
      : device_(device),
        order_(order),
        shared_(*order.shared),
        outcomes_(scale, order),
        clock_(device, order),
        device_depth_(device.depth()),
        at_once_(device.answers_at_once()),
        flight_(device_depth_),
        sector_bytes_(device.geometry().logical_bytes),
        begun_ns_(monotonic_ns()),
        device_before_ns_(order.shared->device_ns),
        next_(order.first) {}

  SliceResult run() {
    for (;;) {
      const uint64_t rest_ns = fill();
      if (!flight_.empty()) {
        await(rest_ns);
        if (is_to_be_left()) break;
      } else if (rest_ns != 0) {
        rest(rest_ns);
      } else if (!may_read_again()) {
        break;
      }
    }
    show_none();
    publish(shared_.device_ns, clock_.device_ns());
    if (!device_.cache_bypassed()) publish(shared_.cached, 1u);
    return {lowest_unread(), reason(), outcomes_.records().count(), flight_.count()};
  }

 private:
  // Submits what may be submitted now. Not 0: how long the rate wants to rest before the next.
  uint64_t fill() {
    if (oldest_is_late()) return 0;
    if (flight_.empty() && may_read_again()) read_again();
    while (again_.empty() && may_submit()) {
      const uint64_t block =
          order_.picks == nullptr ? next_ : static_cast<uint64_t>(order_.picks[next_]);
      const uint64_t from = order_.blocks.start_of(block);
      const uint64_t to = order_.blocks.end_of(block);
      const uint64_t rest_ns = pace((to - from) * sector_bytes_);
      if (rest_ns != 0) return rest_ns;
      const SliceClock::Now now = clock_.start();
      submit({next_++, from, to, now.ns, now.stopped_ns});
    }
    return 0;
  }

  // What was out while the program was stopped. Once nothing else is out: so the oldest read that is
  // has the lowest place.
  void read_again() {
    std::vector<Flight::Read> reads = std::exchange(again_, {});
    std::sort(reads.begin(), reads.end(), [](auto& a, auto& b) { return a.block < b.block; });
    for (const Flight::Read& read : reads) {
      const SliceClock::Now now = clock_.start();
      submit({read.block, read.from_lba, read.to_lba, now.ns, now.stopped_ns, read.readings + 1});
    }
  }

  // Whoever pauses, or has read enough, waits for that as for what is out.
  bool may_read_again() {
    if (again_.empty() || !outcomes_.goes_on()) return false;
    if (commanded(shared_.control) != kStop) return true;
    outcomes_.end(SliceStop::control);
    return false;
  }

  // One that does not answer holds all others: nothing more is sent to a disk that may be hung.
  bool oldest_is_late() const {
    return order_.timeout_ns != 0 && !flight_.empty() &&
           device_.clock_ns() - flight_.oldest().since_ns > order_.timeout_ns;
  }

  bool may_submit() {
    if (outcomes_.stop() != SliceStop::done || next_ == order_.end) return false;
    if (commanded(shared_.control) != kRun) {
      outcomes_.end(SliceStop::control);
      return false;
    }
    if (outcomes_.records().nearly_full(device_depth_)) {
      outcomes_.end(SliceStop::records);
      return false;
    }
    return flight_.count() < depth() && outcomes_.records().has_room_beside(flight_.count());
  }

  uint32_t depth() const {
    const uint32_t limit = commanded(shared_.depth_limit);
    return limit == 0 ? device_depth_ : std::min(limit, device_depth_);
  }

  uint64_t pace(uint64_t bytes) {
    const uint64_t rate = commanded(shared_.rate_bytes_per_s);
    return rate == 0 ? 0 : pay_for(shared_.pace, bytes, rate, clock_.device_ns());
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

  void rest(uint64_t ns) {
    device_.rest(std::min(ns, kLongestRestNs));
    clock_.was_slow();
    check_budgets();
  }

  void await(uint64_t rest_ns) {
    const uint64_t wait_ns = rest_ns == 0 ? kLongestWaitNs : std::min(rest_ns, kLongestRestNs);
    const uint32_t count = device_.reap(completions_.data(), kMostAtOnce, wait_ns);
    for (uint32_t i = 0; i < count; i++) take(completions_[i]);
    if (count == 0) publish(shared_.device_ns, clock_.device_ns());
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

  void put_down(const Flight::Read& read, Outcome outcome) {
    if (outcome.latency_ns >= kLongestUnlookedNs && is_to_be_read_again(read, outcome)) return;
    if (!outcomes_.put_down(read, outcome)) clock_.was_slow();
    publish(shared_.frontier, static_cast<uint32_t>(lowest_unread()));
    if (--check_in_ == 0 || outcome.latency_ns >= kSlowReadNs) check_budgets();
  }

  bool is_to_be_read_again(const Flight::Read& read, Outcome& outcome) {
    const uint64_t stopped_ns = outcome.simulated ? 0 : clock_.stopped_ns() - read.stopped_ns;
    if (stopped_ns == 0) return false;
    clock_.was_slow();
    const bool is_hidden = take_stop_off(outcome, stopped_ns, read.readings < kMostReadings);
    if (is_hidden) again_.push_back(read);
    return is_hidden;
  }

  void check_budgets() {
    check_in_ = kBlocksABudgetCheck;
    const uint64_t now_ns = clock_.device_ns();
    publish(shared_.device_ns, now_ns);
    const uint64_t wall_ns = monotonic_ns() - begun_ns_;
    const uint64_t spent_ns = now_ns - device_before_ns_;
    const bool news = outcomes_.records().count() > 0;
    if (wall_ns >= order_.budget_ns || (news && wall_ns >= order_.news_budget_ns) ||
        (order_.device_budget_ns != 0 && spent_ns >= order_.device_budget_ns)) {
      outcomes_.end(SliceStop::budget);
    }
  }

  SliceStop reason() const {
    if (!flight_.empty()) return SliceStop::control;
    return lowest_unread() == order_.end ? outcomes_.stop_at_end() : outcomes_.stop();
  }

  uint64_t lowest_unread() const {
    uint64_t lowest = std::min(flight_.empty() ? next_ : flight_.oldest().block,
                               outcomes_.unread_from());
    for (const Flight::Read& read : again_) lowest = std::min(lowest, read.block);
    return lowest;
  }

  Device& device_;
  const SliceOrder& order_;
  WorkerShared& shared_;
  SliceOutcomes outcomes_;
  SliceClock clock_;
  const uint32_t device_depth_;
  const bool at_once_;
  Flight flight_;
  std::array<Completion, kMostAtOnce> completions_;
  const uint64_t sector_bytes_;
  const uint64_t begun_ns_;
  const uint64_t device_before_ns_;
  uint64_t next_;  // the block to submit
  std::vector<Flight::Read> again_;
  bool stop_seen_ = false;
  uint64_t stop_seen_ns_ = 0;
  uint64_t check_in_ = kBlocksABudgetCheck;
};

}  // namespace

SliceResult scan_slice(Device& device, const LatencyScale& scale, const SliceOrder& order) {
  return Slice(device, scale, order).run();
}

}  // namespace surfscan
