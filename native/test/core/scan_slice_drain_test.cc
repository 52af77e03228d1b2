// How a slice with several reads in flight ends: what is out is waited for, and may bring a reason that
// weighs more.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint32_t kDepth = 8;

// Nothing is out, and exactly the blocks below `next` are read.
void check_drained(const QueueCheck& slice, const SliceResult& result) {
  CHECK_EQ(result.outstanding, 0u);
  CHECK_EQ(slice.device.out(), 0u);
  CHECK_EQ(slice.shared->frontier, result.next);
  CHECK_EQ(slice.shared->in_flight_since_ns, 0u);
  CHECK_EQ(slice.device.asked.size(), result.next - slice.order.first);
  for (uint64_t block = slice.order.first; block < slice.map.size(); block++) {
    CHECK_EQ(slice.map[block] != 0, block < result.next);
  }
}

QueueCheck check_mixed() {
  return check_queue(1000, kDepth, [](uint64_t block) { return good((1 + block * 7 % 13) * kMs); });
}

void test_budget() {
  QueueCheck slice = check_mixed();
  slice.order.device_budget_ns = 50 * kMs;
  const SliceResult result = slice.run();
  CHECK(result.stop == SliceStop::budget);
  CHECK(result.next > kDepth && result.next < 500);
  check_drained(slice, result);
  CHECK(slice.shared->device_ns >= 50 * kMs);
  CHECK(slice.shared->device_ns <= 63 * kMs);
}

void test_pause_and_stop() {
  for (const uint32_t control : {kPause, kStop}) {
    QueueCheck slice = check_mixed();
    slice.device.on_time = [&](uint64_t) {
      if (slice.device.asked.size() > 100) slice.shared->control = control;
    };
    const SliceResult result = slice.run();
    CHECK(result.stop == SliceStop::control);
    CHECK(result.next > 100 && result.next < 100 + 2 * kDepth);
    check_drained(slice, result);
  }
}

void test_enough() {
  QueueCheck slice = check_queue(1000, kDepth, [](uint64_t block) {
    const Outcome bad_read = bad(Error::unc, 61, (1 + block * 7 % 13) * kMs);
    return block % 10 == 0 ? bad_read : good(bad_read.latency_ns);
  });
  slice.order.failed_limit = 5;
  const SliceResult result = slice.run();
  CHECK(result.stop == SliceStop::enough);
  check_drained(slice, result);
}

// Those of the storm that were out are recorded, and count.
void test_row() {
  QueueCheck slice = check_queue(1000, kDepth, [](uint64_t block) {
    return bad(Error::io, static_cast<int32_t>(block), (1 + block * 7 % 13) * kMs);
  });
  slice.order.row_limit = 32;
  const SliceResult result = slice.run();
  CHECK(result.stop == SliceStop::row);
  CHECK_EQ(slice.shared->row, result.next);
  CHECK_EQ(result.records, result.next);
  CHECK(result.next >= 32 && result.next < 32 + kDepth);
  check_drained(slice, result);
}

// A limit that is reached while what is out is waited for is the reason that counts.
void test_a_weightier_reason_while_draining() {
  QueueCheck row = check_queue(8, kDepth, [](uint64_t block) {
    return bad(Error::io, 5, (block + 1) * kMs);
  });
  row.order.device_budget_ns = 1;
  row.order.row_limit = 8;
  row.order.end = 8;
  CHECK_STOP(row.run(), row, 8);
  QueueCheck gone = check_queue(20, kDepth, [](uint64_t block) {
    return block == 7 ? bad(Error::gone, 6, 50 * kMs) : good(kMs);
  });
  gone.device.on_time = [&](uint64_t) { gone.shared->control = kPause; };
  CHECK_STOP(gone.run(), gone, 7);
}

void test_what_ends_with_the_order_is_done() {
  QueueCheck slice = check_queue(kDepth, kDepth, [](uint64_t) { return good(10 * kMs); });
  slice.order.device_budget_ns = 1;
  CHECK_STOP(slice.run(), done, kDepth);
}

// Blocks 3, 5 and 6 were out when it left, and failed as it did or late; 4 and 7 have an answer.
void test_gone_with_several_in_flight() {
  QueueCheck slice = check_queue(100, kDepth, [](uint64_t block) {
    switch (block) {
      case 3: return bad(Error::gone, 19, 10 * kMs);
      case 5: return bad(Error::io, 5, 20 * kMs);
      case 6: return good(40 * kS);
      case 7: return bad(Error::unc, 61, 20 * kMs);
      default: return good((1 + block) * kMs);
    }
  });
  slice.order.timeout_ns = 30 * kS;
  const SliceResult result = slice.run();
  CHECK_STOP(result, gone, 3);
  CHECK_EQ(result.outstanding, 0u);
  CHECK_EQ(slice.device.out(), 0u);
  CHECK_EQ(slice.shared->frontier, 3u);
  CHECK_EQ(slice.errors(Error::gone), 3u);
  CHECK_EQ(slice.errors(Error::io), 0u);
  CHECK_EQ(slice.errors(Error::time), 0u);
  CHECK_EQ(slice.errors(Error::unc), 1u);
  CHECK_EQ(slice.failed_blocks, 1u);
  for (const uint64_t block : {3, 5, 6}) CHECK_EQ(+slice.map[block], 0);
  for (const uint64_t block : {0, 1, 2, 4}) CHECK(slice.map[block] != 0);
  CHECK_EQ(+slice.map[7], 247);
  CHECK_EQ(result.records, 4u);
  CHECK_EQ(slice.records[0].error, 9.0);
  CHECK_EQ(slice.records[0].from_lba, 24.0);
}

void test_defect_with_several_in_flight() {
  QueueCheck slice = check_queue(100, kDepth, [](uint64_t block) {
    return block == 2 ? bad(Error::defect, 77, kMs) : bad(Error::io, 5, (5 + block) * kMs);
  });
  const SliceResult result = slice.run();
  CHECK_STOP(result, defect, 2);
  CHECK_EQ(slice.errors(Error::io), kDepth - 1);
  CHECK_EQ(+slice.map[2], 0);
  CHECK_EQ(slice.device.out(), 0u);
}

void test_hung_with_several_in_flight() {
  QueueCheck slice = check_queue(100, kDepth, [](uint64_t block) {
    return good(block == 2 ? 700 * kS : kMs);
  });
  slice.order.timeout_ns = 30 * kS;
  slice.order.hang_ns = 600 * kS;
  const SliceResult result = slice.run();
  CHECK_STOP(result, hung, 2);
  CHECK_EQ(slice.device.out(), 0u);
  CHECK_EQ(+slice.map[2], 0);
  CHECK(slice.map[3] != 0);
  CHECK_EQ(slice.errors(Error::time), 0u);
  CHECK_EQ(result.records, 0u);
}

// The others go on until it is late; then nothing more is sent until it has come back.
void test_late_holds_what_is_to_be_sent() {
  QueueCheck slice = check_queue(5000, kDepth, [](uint64_t block) {
    return good(block == 4 ? 40 * kS : 100 * kMs);
  });
  slice.order.timeout_ns = 30 * kS;
  const uint64_t begun_ns = slice.device.clock;
  CHECK_STOP(slice.run(), done, 5000);
  uint64_t before = 0, behind = 0;
  for (const uint64_t at_ns : slice.device.submitted_at) {
    const uint64_t after_ns = at_ns - begun_ns;
    CHECK(after_ns <= 30 * kS || after_ns >= 40 * kS);
    (after_ns <= 30 * kS ? before : behind)++;
  }
  CHECK(before > 2000);
  CHECK(behind > 2000);
  CHECK_EQ(slice.errors(Error::time), 1u);
  CHECK_EQ(+slice.map[4], 243);
  CHECK_EQ(slice.records[0].late, 1.0);
  CHECK_EQ(slice.records[0].from_lba, 32.0);
}

}  // namespace

int main() {
  test_budget();
  test_pause_and_stop();
  test_enough();
  test_row();
  test_a_weightier_reason_while_draining();
  test_what_ends_with_the_order_is_done();
  test_gone_with_several_in_flight();
  test_defect_with_several_in_flight();
  test_hung_with_several_in_flight();
  test_late_holds_what_is_to_be_sent();
  return failures();
}
