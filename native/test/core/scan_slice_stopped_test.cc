// What was out while the program was stopped is read again, and the stop is billed to nobody.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// Looked at up to then, it was never stopped, however long the test takes.
constexpr uint64_t kHourNs = 3600 * kS;

class Stopping {
 public:
  Stopping() : looked_ns_(monotonic_ns() + kHourNs), stops(looked_ns_) {}

  // The program is stopped for so long, now.
  void stop(uint64_t ns) {
    looked_ns_ += ns + kLongestUnlookedNs;
    stops.look(looked_ns_);
  }

 private:
  uint64_t looked_ns_;

 public:
  Stops stops;
};

void test_what_was_stopped_is_seen_before_it_is_looked_at() {
  Stops stops(kS);
  stops.look(kS + kLongestUnlookedNs);
  CHECK_EQ(stops.until(kS + 2 * kLongestUnlookedNs), 0u);
  CHECK_EQ(stops.until(kS + 2 * kLongestUnlookedNs + 7), 7u);
  stops.look(kS + 2 * kLongestUnlookedNs + 9);
  CHECK_EQ(stops.until(kS + 2 * kLongestUnlookedNs + 20), 9u);
}

void test_a_reading_across_a_stop_is_read_again() {
  Stopping stopping;
  int readings = 0;
  SliceCheck slice = check_blocks(5, [&](uint64_t block) {
    if (block != 3 || readings++ > 0) return good();
    stopping.stop(40 * kS);
    return good(40 * kS);
  });
  slice.order.timeout_ns = 30 * kS;
  slice.order.stops = &stopping.stops;
  CHECK_STOP(slice.run(), done, 5);
  CHECK_EQ(readings, 2);
  CHECK_EQ(slice.errors(Error::time), 0u);
  CHECK_EQ(+slice.map[3], +slice.map[2]);
  CHECK_EQ(slice.shared->latency_max_ns, 100 * kUs);
  CHECK_EQ(slice.shared->latency_sum_ns, 500 * kUs);
  CHECK_EQ(slice.shared->sectors, 40u);
  CHECK_EQ(slice.shared->frontier, 5u);
  CHECK_EQ(slice.shared->device_ns, 500 * kUs);
}

void test_without_a_stop_a_slow_one_stays_slow() {
  Stopping stopping;
  SliceCheck slice = check_blocks(1, [&](uint64_t) { return good(kS); });
  slice.order.stops = &stopping.stops;
  slice.run();
  CHECK_EQ(slice.device.asked.size(), 1u);
  CHECK_EQ(slice.shared->latency_max_ns, kS);
}

void test_a_machine_that_starves_it_for_a_moment_hides_no_slow_block() {
  Stopping stopping;
  SliceCheck slice = check_blocks(1, [&](uint64_t) {
    stopping.stop(100 * kMs);
    return good(700 * kMs);
  });
  slice.order.stops = &stopping.stops;
  slice.run();
  CHECK_EQ(slice.device.asked.size(), 1u);
  CHECK_EQ(slice.shared->latency_max_ns, 600 * kMs);
}

// 600 ms of the disk's, or 450 and a machine's: read again until the machine lets it be seen.
void test_one_that_may_be_slow_without_it_is_read_again() {
  for (const int disturbed : {1, 3, 4}) {
    Stopping stopping;
    int readings = 0;
    SliceCheck slice = check_blocks(1, [&](uint64_t) {
      if (readings++ < disturbed) stopping.stop(150 * kMs);
      return good(600 * kMs);
    });
    slice.order.stops = &stopping.stops;
    CHECK_STOP(slice.run(), done, 1);
    CHECK_EQ(readings, std::min(disturbed + 1, 4));
    CHECK_EQ(slice.shared->latency_max_ns, 600 * kMs);
  }
}

// A simulated disk's slowness took no time in which the program could have been stopped.
void test_what_was_simulated_has_no_stop_in_it() {
  Stopping stopping;
  SliceCheck slice = check_blocks(1, [&](uint64_t) {
    stopping.stop(600 * kMs);
    Outcome outcome = good(700 * kMs);
    outcome.simulated = true;
    return outcome;
  });
  slice.order.stops = &stopping.stops;
  slice.run();
  CHECK_EQ(slice.device.asked.size(), 1u);
  CHECK_EQ(slice.shared->latency_max_ns, 700 * kMs);
}

// Read for ever it would be, on a machine that is stopped all the time.
void test_so_often_and_no_more() {
  Stopping stopping;
  SliceCheck slice = check_blocks(1, [&](uint64_t) {
    stopping.stop(2 * kS);
    return good(2 * kS + 3 * kMs);
  });
  slice.order.stops = &stopping.stops;
  CHECK_STOP(slice.run(), done, 1);
  CHECK_EQ(slice.device.asked.size(), 4u);
  CHECK_EQ(slice.shared->latency_max_ns, 3 * kMs);
}

void test_a_failure_is_the_disks_and_not_late() {
  Stopping stopping;
  SliceCheck slice = check_blocks(1, [&](uint64_t) {
    stopping.stop(40 * kS);
    return bad(Error::unc, 61, 40 * kS + kMs);
  });
  slice.order.timeout_ns = 30 * kS;
  slice.order.stops = &stopping.stops;
  CHECK_EQ(slice.run().records, 1u);
  CHECK_EQ(slice.device.asked.size(), 1u);
  CHECK_EQ(slice.errors(Error::unc), 1u);
  CHECK_EQ(slice.records[0].late, 0.0);
  CHECK_EQ(slice.records[0].latency_ns, static_cast<double>(kMs));
}

// All that were out, once each, and nobody twice: whatever the slice ends for meanwhile.
void test_a_queue_reads_again_what_was_out() {
  for (const bool ends : {false, true}) {
    Stopping stopping;
    uint64_t stopped = 0;
    QueueCheck slice = check_queue(20, 4, [&](uint64_t block) {
      if (block != 9 || stopped++ > 0) return good(block < 12 ? 60 * kMs : kMs);
      stopping.stop(5 * kS);
      return good(5 * kS);
    });
    slice.order.stops = &stopping.stops;
    if (ends) slice.order.device_budget_ns = 120 * kMs;
    uint64_t next = 0;
    while (next < 20) {
      slice.order.first = next;
      next = slice.run().next;
    }
    CHECK_EQ(slice.shared->sectors, 160u);
    CHECK_EQ(slice.shared->latency_max_ns, 60 * kMs);
    for (const uint8_t byte : slice.map) CHECK(byte != 0);
    CHECK_EQ(slice.shared->frontier, 20u);
    CHECK_EQ(slice.device.deepest, 4u);
  }
}

void test_who_is_to_stop_leaves_it_unread() {
  Stopping stopping;
  SliceCheck slice = check_blocks(5, [&](uint64_t block) {
    if (block != 3) return good();
    stopping.stop(5 * kS);
    slice.shared->control = kStop;
    return good(5 * kS);
  });
  slice.order.stops = &stopping.stops;
  CHECK_STOP(slice.run(), control, 3);
  CHECK_EQ(+slice.map[3], 0);
  CHECK_EQ(slice.device.asked.size(), 4u);
}

// A disk that left is asked for nothing more.
void test_a_disk_that_left_is_left_alone() {
  Stopping stopping;
  QueueCheck slice = check_queue(8, 2, [&](uint64_t block) {
    if (block != 2) return block == 3 ? bad(Error::gone, 6, 61 * kMs) : good();
    stopping.stop(5 * kS);
    return good(60 * kMs);
  });
  slice.order.stops = &stopping.stops;
  CHECK_STOP(slice.run(), gone, 2);
  CHECK_EQ(slice.device.asked.size(), 4u);
}

}  // namespace

int main() {
  test_what_was_stopped_is_seen_before_it_is_looked_at();
  test_a_reading_across_a_stop_is_read_again();
  test_without_a_stop_a_slow_one_stays_slow();
  test_a_machine_that_starves_it_for_a_moment_hides_no_slow_block();
  test_one_that_may_be_slow_without_it_is_read_again();
  test_what_was_simulated_has_no_stop_in_it();
  test_so_often_and_no_more();
  test_a_failure_is_the_disks_and_not_late();
  test_a_queue_reads_again_what_was_out();
  test_who_is_to_stop_leaves_it_unread();
  test_a_disk_that_left_is_left_alone();
  return failures();
}
