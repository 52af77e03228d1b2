// Late reads, and what a watchdog sees of a read that is out.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void test_a_late_read_is_time_whatever_it_brought() {
  const Outcome outcomes[] = {good(30 * kS), good(30 * kS + 1), bad(Error::unc, 61, 31 * kS),
                              bad(Error::time, 110, 31 * kS), bad(Error::time, 110, 2 * kS)};
  SliceCheck slice = check_blocks(5, [&](uint64_t block) { return outcomes[block]; });
  slice.order.timeout_ns = 30 * kS;
  CHECK_EQ(slice.run().records, 4u);
  const std::vector<uint8_t> expected = {224, 243, 243, 243, 243};
  CHECK(slice.map == expected);
  CHECK_EQ(slice.errors(Error::time), 4u);
  CHECK_EQ(slice.errors(Error::unc), 0u);
  CHECK_EQ(slice.shared->classes[5], 1u);
  CHECK_EQ(slice.shared->row, 4u);
  for (int i = 0; i < 4; i++) {
    CHECK_EQ(slice.records[i].error, 4.0);
    CHECK_EQ(slice.records[i].late, i < 3 ? 1.0 : 0.0);
  }
  CHECK_EQ(slice.records[1].latency_ns, static_cast<double>(31 * kS));
}

void test_nothing_is_late_without_a_timeout() {
  SliceCheck slice = check_blocks(1, [](uint64_t) { return good(5000 * kS); });
  CHECK_EQ(slice.run().records, 0u);
  CHECK_EQ(+slice.map[0], 239);
}

// What a watchdog sees while a read is out.
void test_in_flight() {
  SliceCheck slice = check_blocks(200, [](uint64_t) { return good(); });
  WorkerShared& shared = *slice.shared;
  const uint64_t begun_ns = monotonic_ns();
  slice.device.script = [&](const Asked& asked) {
    CHECK_EQ(shared.in_flight_lba, asked.lba);
    CHECK(shared.in_flight_since_ns >= begun_ns);
    CHECK(shared.in_flight_since_ns <= monotonic_ns());
    CHECK_EQ(shared.frontier, asked.lba / 8);
    return good(asked.lba == 80 ? 2 * kMs : 10);
  };
  CHECK_STOP(slice.run(), done, 200);
  CHECK_EQ(shared.in_flight_since_ns, 0u);
}

// A slow read, and a failure, move the beginning of the next one to when it really begins.
void test_in_flight_begins_behind_a_slow_read() {
  for (const Outcome& slow : {good(2 * kMs), bad(Error::unc)}) {
    SliceCheck slice = check_blocks(2, [](uint64_t) { return good(); });
    uint64_t ended_ns = 0;
    slice.device.script = [&](const Asked& asked) {
      if (asked.lba == 8) {
        CHECK(slice.shared->in_flight_since_ns >= ended_ns);
        return good();
      }
      const uint64_t begun_ns = monotonic_ns();
      while (monotonic_ns() < begun_ns + 100 * kUs) {
      }
      ended_ns = monotonic_ns();
      return slow;
    };
    slice.run();
  }
}

// A read that does not answer lets the device's time go on all the same: rates and estimates count
// on it.
void test_device_time_goes_on_while_nothing_answers() {
  QueueCheck slice = check_queue(1, 8, [](uint64_t) { return good(10 * kS); });
  uint64_t last_ns = 0, standstills = 0;
  slice.device.on_time = [&, begun_ns = slice.device.clock](uint64_t now_ns) {
    if (now_ns - begun_ns > kS && slice.shared->device_ns == last_ns) standstills++;
    last_ns = slice.shared->device_ns;
  };
  CHECK_STOP(slice.run(), done, 1);
  CHECK_EQ(standstills, 0u);
  CHECK(last_ns >= 9 * kS);
}

}  // namespace

int main() {
  test_a_late_read_is_time_whatever_it_brought();
  test_nothing_is_late_without_a_timeout();
  test_in_flight();
  test_in_flight_begins_behind_a_slow_read();
  test_device_time_goes_on_while_nothing_answers();
  return failures();
}
