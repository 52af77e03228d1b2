// A limited rate, on the device's clock: never more on average, and hardly less.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kBlockBytes = 8 * 512;

// How long so many blocks take at a rate.
uint64_t due_ns(uint64_t blocks, uint64_t rate) { return blocks * kBlockBytes * kS / rate; }

void check_took(uint64_t took_ns, uint64_t expected_ns, uint64_t more_ns) {
  CHECK(took_ns >= expected_ns);
  CHECK(took_ns <= expected_ns + more_ns);
}

void test_one_at_a_time() {
  for (const uint64_t rate : {uint64_t{4096}, uint64_t{1'000'000}, uint64_t{33'333'333}}) {
    SliceCheck slice = check_blocks(2000, [](uint64_t) { return good(100 * kUs); });
    slice.shared->rate_bytes_per_s = rate;
    const uint64_t begun_ns = slice.device.clock;
    CHECK_STOP(slice.run(), done, 2000);
    check_took(slice.device.clock - begun_ns, due_ns(2000, rate), 150 * kUs);
    CHECK_EQ(slice.shared->device_ns, slice.device.clock - begun_ns);
  }
}

void test_a_rate_above_the_disks_own_is_none() {
  SliceCheck slice = check_blocks(2000, [](uint64_t) { return good(100 * kUs); });
  slice.shared->rate_bytes_per_s = 50'000'000;
  CHECK_STOP(slice.run(), done, 2000);
  check_took(slice.shared->device_ns, 2000 * 100 * kUs, 100 * kUs);
  slice.shared->rate_bytes_per_s = UINT64_MAX;
  slice.shared->device_ns = 0;
  slice.shared->pace = {};
  CHECK_STOP(slice.run(), done, 2000);
  check_took(slice.shared->device_ns, 2000 * 100 * kUs, kUs);
}

void test_several_in_flight() {
  QueueCheck slice = check_queue(2000, 8, [](uint64_t) { return good(20 * kMs); });
  constexpr uint64_t kRate = 1'000'000;
  slice.shared->rate_bytes_per_s = kRate;
  const uint64_t begun_ns = slice.device.clock;
  CHECK_STOP(slice.run(), done, 2000);
  check_took(slice.device.clock - begun_ns, due_ns(2000, kRate), 21 * kMs);
  for (uint64_t i = 0; i < 2000; i++) {
    CHECK(slice.device.submitted_at[i] - begun_ns >= due_ns(i + 1, kRate));
  }
}

// What is earned is kept from slice to slice, and so is what is owed.
void test_slices_go_on_with_the_same_pace() {
  SliceCheck slice = check_blocks(2000, [](uint64_t) { return good(100 * kUs); });
  slice.shared->rate_bytes_per_s = 1'000'000;
  const uint64_t begun_ns = slice.device.clock;
  for (uint64_t first = 0; first < 2000; first++) {
    slice.order.first = first;
    slice.order.end = first + 1;
    CHECK_STOP(slice.run(), done, first + 1);
  }
  check_took(slice.device.clock - begun_ns, due_ns(2000, 1'000'000), 150 * kUs);
}

// A reader that is opened again begins its clock anew; the worker's pace goes on.
void test_readers_go_on_with_the_same_pace() {
  uint64_t took_ns = 0;
  auto shared = std::make_unique<WorkerShared>();
  shared->rate_bytes_per_s = 1'000'000;
  for (int reader = 0; reader < 100; reader++) {
    SliceCheck slice = check_blocks(1, [](uint64_t) { return good(100 * kUs); });
    slice.device.clock = 0;
    slice.order.shared = shared.get();
    slice.run();
    took_ns += slice.device.clock;
  }
  CHECK_EQ(shared->device_ns, took_ns);
  check_took(took_ns, due_ns(100, 1'000'000), 150 * kUs);
}

// One read takes ten seconds: of what was missed, 100 ms are made up for.
void test_a_stall_is_hardly_made_up_for() {
  constexpr uint64_t kRate = 1'000'000;
  SliceCheck slice = check_blocks(2000, [](uint64_t block) {
    return good(block == 1000 ? 10 * kS : 100 * kUs);
  });
  slice.shared->rate_bytes_per_s = kRate;
  const uint64_t begun_ns = slice.device.clock;
  CHECK_STOP(slice.run(), done, 2000);
  check_took(slice.device.clock - begun_ns, due_ns(2000, kRate) + 10 * kS - 105 * kMs, 10 * kMs);
}

// 100 ms worth are less than a block: the next one may go, and no more.
void test_a_stall_with_blocks_larger_than_the_burst() {
  constexpr uint64_t kRate = kBlockBytes;  // one a second
  SliceCheck slice = check_blocks(20, [](uint64_t block) { return good(block == 10 ? 5 * kS : kMs); });
  slice.shared->rate_bytes_per_s = kRate;
  const uint64_t begun_ns = slice.device.clock;
  CHECK_STOP(slice.run(), done, 20);
  check_took(slice.device.clock - begun_ns, 24 * kS, 2 * kMs);
}

void test_a_new_rate_holds_at_once() {
  QueueCheck slice = check_queue(100, 2, [](uint64_t) { return good(kMs); });
  slice.shared->rate_bytes_per_s = 1;  // the first block in more than an hour
  const uint64_t begun_ns = slice.device.clock;
  slice.device.on_time = [&](uint64_t now_ns) {
    if (now_ns - begun_ns >= 10 * kS) slice.shared->rate_bytes_per_s = kBlockBytes * 10;
    if (now_ns - begun_ns >= 13 * kS) slice.shared->rate_bytes_per_s = 0;
  };
  CHECK_STOP(slice.run(), done, 100);
  uint64_t before = 0;
  for (const uint64_t at_ns : slice.device.submitted_at) {
    CHECK(at_ns - begun_ns >= 10 * kS);
    if (at_ns - begun_ns < 13 * kS) before++;
  }
  CHECK(before >= 29 && before <= 31);
  CHECK(slice.device.clock - begun_ns < 13'200 * kMs);
}

void test_control_is_heard_at_rest() {
  for (const uint32_t control : {kPause, kStop}) {
    QueueCheck slice = check_queue(100, 2, [](uint64_t) { return good(kMs); });
    slice.shared->rate_bytes_per_s = 1;
    const uint64_t begun_ns = slice.device.clock;
    slice.device.on_time = [&](uint64_t now_ns) {
      if (now_ns - begun_ns >= kS) slice.shared->control = control;
    };
    CHECK_STOP(slice.run(), control, 0);
    CHECK(slice.device.clock - begun_ns <= 1050 * kMs);
    CHECK(slice.device.asked.empty());
  }
}

// Rest is the disk's time, and a slice that has records does not keep them to itself.
void test_budgets_count_rest() {
  SliceCheck slice = check_blocks(100, [](uint64_t) { return good(kMs); });
  slice.shared->rate_bytes_per_s = 1;
  slice.order.device_budget_ns = kS;
  CHECK_STOP(slice.run(), budget, 0);
  CHECK_EQ(slice.shared->device_ns, kS);
  SliceCheck news = check_blocks(100, [](uint64_t) { return bad(Error::unc, 61, kUs); });
  news.shared->rate_bytes_per_s = kBlockBytes;
  news.order.news_budget_ns = 0;
  CHECK_STOP(news.run(), budget, 1);
  CHECK(news.shared->device_ns <= 1060 * kMs);
}

}  // namespace

int main() {
  test_one_at_a_time();
  test_a_rate_above_the_disks_own_is_none();
  test_several_in_flight();
  test_slices_go_on_with_the_same_pace();
  test_readers_go_on_with_the_same_pace();
  test_a_stall_is_hardly_made_up_for();
  test_a_stall_with_blocks_larger_than_the_burst();
  test_a_new_rate_holds_at_once();
  test_control_is_heard_at_rest();
  test_budgets_count_rest();
  return failures();
}
