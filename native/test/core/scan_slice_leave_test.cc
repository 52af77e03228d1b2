// Reads that do not come back after a stop are left behind; until then they are waited for.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint32_t kDepth = 8;

// Blocks 2, 4 and 6 never answer, 5 does while they are waited for.
QueueCheck check_silent(uint64_t stop_after_ns, uint32_t control) {
  QueueCheck slice = check_queue(100, kDepth, [](uint64_t block) {
    if (block == 2 || block == 4 || block == 6) return good(kNotAnswered);
    return good(block == 5 ? 400 * kMs : kMs);
  });
  const uint64_t stop_at_ns = slice.device.clock + stop_after_ns;
  WorkerShared* shared = slice.shared.get();
  slice.device.on_time = [=](uint64_t now_ns) {
    if (now_ns >= stop_at_ns) shared->control = control;
  };
  return slice;
}

void check_left(const QueueCheck& slice, const SliceResult& result) {
  CHECK_STOP(result, control, 2);
  CHECK_EQ(result.outstanding, 3u);
  CHECK_EQ(slice.device.out(), 3u);
  CHECK_EQ(slice.shared->frontier, 2u);
  CHECK_EQ(slice.shared->in_flight_since_ns, 0u);
  for (const uint64_t block : {0, 1, 3, 5, 7}) CHECK(slice.map[block] != 0);
  for (const uint64_t block : {2, 4, 6}) CHECK_EQ(+slice.map[block], 0);
  for (const uint32_t count : slice.shared->errors) CHECK_EQ(count, 0u);
}

void test_stop_leaves_what_does_not_answer() {
  QueueCheck slice = check_silent(2 * kMs, kStop);
  const uint64_t begun_ns = slice.device.clock;
  check_left(slice, slice.run());
  const uint64_t took_ns = slice.device.clock - begun_ns;
  CHECK(took_ns >= kS && took_ns <= 1200 * kMs);
}

void test_stop_is_obeyed_long_after_the_last_answer() {
  QueueCheck slice = check_silent(60 * kS, kStop);
  const uint64_t begun_ns = slice.device.clock;
  check_left(slice, slice.run());
  CHECK(slice.device.clock - begun_ns <= 61'300 * kMs);
}

// A pause waits as long as it takes, until it is a stop.
void test_pause_waits_and_stop_then_leaves() {
  QueueCheck slice = check_silent(2 * kMs, kPause);
  const uint64_t begun_ns = slice.device.clock;
  slice.device.on_time = [&, pause = slice.device.on_time](uint64_t now_ns) {
    pause(now_ns);
    if (now_ns - begun_ns >= 20 * kS) slice.shared->control = kStop;
  };
  check_left(slice, slice.run());
  const uint64_t took_ns = slice.device.clock - begun_ns;
  CHECK(took_ns >= 21 * kS && took_ns <= 21'300 * kMs);
}

// A slice that ends for another reason is left as well, and says so.
void test_stop_while_draining() {
  QueueCheck slice = check_queue(100, kDepth, [](uint64_t block) {
    return block == 7 ? good(kNotAnswered) : bad(Error::io, 5, kMs);
  });
  slice.order.row_limit = 4;
  const uint64_t begun_ns = slice.device.clock;
  slice.device.on_time = [&](uint64_t now_ns) {
    if (now_ns - begun_ns >= kS) slice.shared->control = kStop;
  };
  const SliceResult result = slice.run();
  CHECK_STOP(result, control, 7);
  CHECK_EQ(result.outstanding, 1u);
  CHECK_EQ(slice.device.asked.size(), kDepth);
}

}  // namespace

int main() {
  test_stop_leaves_what_does_not_answer();
  test_stop_is_obeyed_long_after_the_last_answer();
  test_pause_waits_and_stop_then_leaves();
  test_stop_while_draining();
  return failures();
}
