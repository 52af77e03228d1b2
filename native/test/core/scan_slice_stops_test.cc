// Why a slice ends, and where it is to go on.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void test_done() {
  SliceCheck slice = check_blocks(100, [](uint64_t) { return good(); });
  slice.order.first = 10;
  slice.order.end = 20;
  CHECK_STOP(slice.run(), done, 20);
  CHECK_EQ(slice.device.asked.size(), 10u);
  CHECK_EQ(slice.shared->frontier, 20u);
  for (uint64_t block = 0; block < 100; block++) {
    CHECK_EQ(slice.map[block] != 0, block >= 10 && block < 20);
  }
}

// The clock is read after 64 quick reads, and after each slow one.
void test_wall_budget() {
  SliceCheck slice = check_blocks(200, [](uint64_t) { return good(); });
  slice.order.budget_ns = 0;
  CHECK_STOP(slice.run(), budget, 64);
  slice.order.first = 64;
  CHECK_STOP(slice.run(), budget, 128);
  slice.device.script = [](const Asked& asked) { return good(asked.lba == 135 * 8 ? kMs : kUs); };
  slice.order.first = 128;
  CHECK_STOP(slice.run(), budget, 136);
  slice.device.script = [](const Asked&) { return bad(Error::unc); };
  slice.order.first = 136;
  CHECK_STOP(slice.run(), budget, 137);
}

void test_wall_budget_is_of_the_real_clock() {
  SliceCheck slice = check_blocks(1000, [](uint64_t) {
    const uint64_t begun_ns = monotonic_ns();
    while (monotonic_ns() < begun_ns + 200 * kUs) {
    }
    return good(2 * kMs);  // of the device's own time
  });
  slice.order.budget_ns = 10 * kMs;
  const uint64_t begun_ns = monotonic_ns();
  const SliceResult result = slice.run();
  CHECK(monotonic_ns() - begun_ns >= 10 * kMs);
  CHECK(result.stop == SliceStop::budget);
  CHECK(result.next >= 1);
  CHECK(result.next <= 50);
}

// A slice that has records ends sooner.
void test_news_budget() {
  SliceCheck slice = check_blocks(200, [](uint64_t block) {
    return block == 10 ? bad(Error::unc) : good();
  });
  slice.order.news_budget_ns = 0;
  CHECK_STOP(slice.run(), budget, 11);
  slice.order.first = 11;
  CHECK_STOP(slice.run(), done, 200);
}

void test_device_budget() {
  SliceCheck slow = check_blocks(100, [](uint64_t) { return good(2 * kMs); });
  slow.order.device_budget_ns = 10 * kMs;
  CHECK_STOP(slow.run(), budget, 5);
  CHECK_EQ(slow.shared->device_ns, 10 * kMs);
  slow.order.first = 5;
  CHECK_STOP(slow.run(), budget, 10);
  CHECK_EQ(slow.shared->device_ns, 20 * kMs);
  SliceCheck quick = check_blocks(1000, [](uint64_t) { return good(100 * kUs); });
  quick.order.device_budget_ns = 10 * kMs;
  CHECK_STOP(quick.run(), budget, 128);
}

void test_a_budget_that_ends_with_the_order_is_done() {
  SliceCheck slice = check_blocks(64, [](uint64_t) { return good(); });
  slice.order.budget_ns = 0;
  CHECK_STOP(slice.run(), done, 64);
}

void test_control() {
  for (const uint32_t control : {kPause, kStop}) {
    SliceCheck slice = check_blocks(10, [](uint64_t) { return good(); });
    slice.shared->control = control;
    CHECK_STOP(slice.run(), control, 0);
    CHECK(slice.device.asked.empty());
    slice.shared->control = kRun;
    slice.device.script = [&](const Asked& asked) {
      if (asked.lba == 32) slice.shared->control = control;
      return good();
    };
    CHECK_STOP(slice.run(), control, 5);
    CHECK_EQ(slice.shared->frontier, 5u);
    CHECK_EQ(+slice.map[5], 0);
  }
}

void test_records() {
  SliceCheck slice = check_blocks(100, [](uint64_t) { return good(kS); });
  slice.order.record_from_ns = kMs;
  CHECK_STOP(slice.run(), records, 64);
  CHECK_EQ(slice.device.asked.size(), 64u);
  slice.order.first = 64;
  slice.order.end = 128;
  slice.order.map = nullptr;
  CHECK_STOP(slice.run(), done, 128);  // full, and nothing left to read
}

void test_row() {
  for (const Error error : {Error::abrt, Error::io, Error::time}) {
    SliceCheck slice = check_blocks(50, [&](uint64_t) { return bad(error); });
    slice.order.row_limit = 32;
    CHECK_STOP(slice.run(), row, 32);
    CHECK_EQ(slice.shared->row, 32u);
    CHECK(slice.map[31] != 0);
    CHECK_EQ(slice.shared->frontier, 32u);
  }
}

void test_a_defect_of_the_medium_or_a_good_read_ends_a_row() {
  for (const Outcome& between : {good(), bad(Error::unc), bad(Error::idnf), bad(Error::amnf),
                                 bad(Error::t0nf), bad(Error::bbk)}) {
    SliceCheck slice = check_blocks(
        50, [&](uint64_t block) { return block % 10 == 9 ? between : bad(Error::io); });
    slice.order.row_limit = 10;
    slice.order.end = 45;
    CHECK_STOP(slice.run(), done, 45);
    CHECK_EQ(slice.shared->row, 5u);
  }
}

void test_a_row_goes_on_across_slices() {
  SliceCheck slice = check_blocks(50, [](uint64_t) { return bad(Error::io); });
  slice.order.row_limit = 32;
  slice.order.end = 20;
  CHECK_STOP(slice.run(), done, 20);
  slice.order.first = 20;
  slice.order.end = 50;
  CHECK_STOP(slice.run(), row, 32);
  // And a longer one is asked for once it is known to be real.
  slice.order.first = 32;
  slice.order.row_limit = 40;
  CHECK_STOP(slice.run(), row, 40);
}

void test_a_row_of_any_length_without_a_limit() {
  SliceCheck slice = check_blocks(1000, [](uint64_t) { return bad(Error::time); });
  CHECK_STOP(slice.run(), done, 1000);
  CHECK_EQ(slice.shared->row, 1000u);
}

void test_enough() {
  SliceCheck slice =
      check_blocks(50, [](uint64_t block) { return block % 2 == 0 ? bad(Error::unc) : good(); });
  slice.order.failed_limit = 5;
  slice.failed_blocks = 2;  // of other workers
  CHECK_STOP(slice.run(), enough, 5);
  CHECK_EQ(slice.failed_blocks, 5u);
  CHECK(slice.map[4] == error_byte(Error::unc));
  slice.order.first = 5;
  CHECK_STOP(slice.run(), enough, 7);  // the next that fails is one too many already
}

void test_a_row_goes_before_enough() {
  SliceCheck slice = check_blocks(50, [](uint64_t) { return bad(Error::io); });
  slice.order.failed_limit = 5;
  slice.order.row_limit = 5;
  CHECK_STOP(slice.run(), row, 5);
}

}  // namespace

int main() {
  test_done();
  test_wall_budget();
  test_wall_budget_is_of_the_real_clock();
  test_news_budget();
  test_device_budget();
  test_a_budget_that_ends_with_the_order_is_done();
  test_control();
  test_records();
  test_row();
  test_a_defect_of_the_medium_or_a_good_read_ends_a_row();
  test_a_row_goes_on_across_slices();
  test_a_row_of_any_length_without_a_limit();
  test_enough();
  test_a_row_goes_before_enough();
  return failures();
}
