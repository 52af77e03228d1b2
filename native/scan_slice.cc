#include "scan_slice.h"

namespace surfscan {
namespace {

// Looked at after so many quick reads: at 20 ns a clock reading it would else cost as much as the rest.
constexpr uint64_t kBlocksABudgetLook = 64;
constexpr uint64_t kSlowEnoughToLookNs = 1'000'000;

// One writer, many readers: plain loads by the writer, releasing stores for the readers.
template <typename T>
void publish(T& field, T value) {
  __atomic_store_n(&field, value, __ATOMIC_RELEASE);
}
template <typename T>
void add(T& field, T more) {
  publish(field, static_cast<T>(field + more));
}

// ABRT, IO and TIME may mean that nothing answers any more; a disk that names a defect is there.
bool may_be_storm(Error error) {
  return error == Error::abrt || error == Error::io || error == Error::time;
}

class Records {
 public:
  explicit Records(const SliceOrder& order) : order_(order) {}

  size_t count() const { return count_; }
  // One is kept free: the reading under way must have room.
  bool full() const { return count_ == order_.record_capacity; }

  void failure(uint64_t from, uint64_t to, const Outcome& outcome, bool late) {
    if (!late && joins(from, outcome)) {
      Record& last = order_.records[count_ - 1];
      last.to_lba = static_cast<double>(to);
      if (static_cast<double>(outcome.latency_ns) > last.latency_ns) {
        last.latency_ns = static_cast<double>(outcome.latency_ns);
      }
      return;
    }
    append(from, to, outcome, late);
  }

  void append(uint64_t from, uint64_t to, const Outcome& outcome, bool late) {
    order_.records[count_++] = {static_cast<double>(from),
                                static_cast<double>(to),
                                static_cast<double>(outcome.latency_ns),
                                static_cast<double>(outcome.error),
                                static_cast<double>(outcome.error_number),
                                late ? 1.0 : 0.0};
  }

 private:
  bool joins(uint64_t from, const Outcome& outcome) const {
    if (count_ == 0 || order_.record_from_ns == 0) return false;
    const Record& last = order_.records[count_ - 1];
    return last.late == 0 && last.to_lba == static_cast<double>(from) &&
           last.error == static_cast<double>(outcome.error) &&
           last.error_number == static_cast<double>(outcome.error_number);
  }

  const SliceOrder& order_;
  size_t count_ = 0;
};

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
      : device_(device), scale_(scale), order_(order), shared_(*order.shared), records_(order) {}

  SliceResult run() {
    const uint64_t begun_ns = monotonic_ns();
    const uint64_t device_begun_ns = device_.clock_ns();
    const uint64_t device_before_ns = shared_.device_ns;
    uint64_t look_in = kBlocksABudgetLook;
    uint64_t block = order_.first;
    SliceStop stop = SliceStop::done;
    for (; block < order_.end; block++) {
      if (__atomic_load_n(&shared_.control, __ATOMIC_RELAXED) != kRun) {
        stop = SliceStop::control;
        break;
      }
      if (records_.full()) {
        stop = SliceStop::records;
        break;
      }
      const Outcome outcome = read_block(block);
      if (outcome.error == Error::gone || outcome.error == Error::defect) {
        stop = outcome.error == Error::gone ? SliceStop::gone : SliceStop::defect;
        break;
      }
      publish(shared_.frontier, static_cast<uint32_t>(block + 1));
      if (ends_here(outcome, stop)) {
        block++;
        break;
      }
      if (--look_in == 0 || outcome.latency_ns >= kSlowEnoughToLookNs) {
        look_in = kBlocksABudgetLook;
        const uint64_t device_ns = device_.clock_ns() - device_begun_ns;
        publish(shared_.device_ns, device_before_ns + device_ns);
        if (budget_is_spent(monotonic_ns() - begun_ns, device_ns)) {
          block++;
          stop = block < order_.end ? SliceStop::budget : SliceStop::done;
          break;
        }
      }
    }
    publish(shared_.device_ns, device_before_ns + (device_.clock_ns() - device_begun_ns));
    if (!device_.cache_bypassed()) publish(shared_.cached, 1u);
    return {block, stop, records_.count()};
  }

 private:
  bool budget_is_spent(uint64_t wall_ns, uint64_t device_ns) const {
    return wall_ns >= order_.budget_ns ||
           (order_.device_budget_ns != 0 && device_ns >= order_.device_budget_ns);
  }

  // Reads one block and puts down what came of it, everywhere but in the frontier.
  Outcome read_block(uint64_t block) {
    const uint64_t from = order_.blocks.start_of(block);
    const uint64_t to = order_.blocks.end_of(block);
    publish(shared_.in_flight_lba, from);
    publish(shared_.in_flight_since_ns, started_ns());
    Outcome outcome = device_.read(from, static_cast<uint32_t>(to - from), order_.buffer);
    publish(shared_.in_flight_since_ns, uint64_t{0});
    if (outcome.error == Error::defect || outcome.error == Error::gone) {
      records_.append(from, to, outcome, false);
      if (outcome.error == Error::gone && order_.first_reading) {
        add(shared_.errors[static_cast<uint8_t>(Error::gone)], 1u);
      }
      return outcome;
    }
    add(shared_.sectors, to - from);
    const bool late = order_.timeout_ns != 0 && outcome.latency_ns > order_.timeout_ns;
    if (late) outcome.error = Error::time;
    if (outcome.error == Error::none) {
      put_success(block, from, to, outcome);
    } else {
      put_failure(block, from, to, outcome, late);
    }
    return outcome;
  }

  // A clock reading a block is dear beside an empty zram disk's 9 µs, and the watchdog asks for
  // seconds: the end of the last slow read, or of the last look at the budget, is near enough.
  uint64_t started_ns() {
    if (blocks_since_clock_ == 0) last_clock_ns_ = monotonic_ns();
    blocks_since_clock_ = (blocks_since_clock_ + 1) % kBlocksABudgetLook;
    return last_clock_ns_;
  }

  void put_success(uint64_t block, uint64_t from, uint64_t to, const Outcome& outcome) {
    if (shared_.row != 0) publish(shared_.row, 0u);
    const uint8_t step = scale_.step(outcome.latency_ns);
    if (order_.map != nullptr) publish(order_.map[block], step);
    if (order_.first_reading) {
      count_success(shared_, step, outcome.latency_ns);
    } else {
      publish(shared_.last_alone_next, from + 1);
    }
    if (outcome.latency_ns >= order_.record_from_ns) records_.append(from, to, outcome, false);
    if (outcome.latency_ns >= kSlowEnoughToLookNs) blocks_since_clock_ = 0;
  }

  void put_failure(uint64_t block, uint64_t from, uint64_t to, const Outcome& outcome, bool late) {
    publish(shared_.row, may_be_storm(outcome.error) ? shared_.row + 1 : 0u);
    if (order_.map != nullptr) publish(order_.map[block], error_byte(outcome.error));
    if (order_.first_reading) add(shared_.errors[static_cast<uint8_t>(outcome.error)], 1u);
    if (order_.failed_blocks != nullptr) {
      failed_ = __atomic_add_fetch(order_.failed_blocks, 1u, __ATOMIC_ACQ_REL);
    }
    records_.failure(from, to, outcome, late);
    blocks_since_clock_ = 0;
  }

  // Whether a failure must be looked at before anything else is read.
  bool ends_here(const Outcome& outcome, SliceStop& stop) const {
    if (outcome.error == Error::none) return false;
    if (order_.row_limit != 0 && shared_.row >= order_.row_limit) {
      stop = SliceStop::row;
      return true;
    }
    if (order_.failed_limit != 0 && failed_ >= order_.failed_limit) {
      stop = SliceStop::enough;
      return true;
    }
    return false;
  }

  Device& device_;
  const LatencyScale& scale_;
  const SliceOrder& order_;
  WorkerShared& shared_;
  Records records_;
  uint32_t failed_ = 0;
  uint64_t blocks_since_clock_ = 0;
  uint64_t last_clock_ns_ = 0;
};

}  // namespace

SliceResult scan_slice(Device& device, const LatencyScale& scale, const SliceOrder& order) {
  return Slice(device, scale, order).run();
}

}  // namespace surfscan
