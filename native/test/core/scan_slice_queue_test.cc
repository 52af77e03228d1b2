// Several reads in flight: in which order they are submitted, and what is put down as they come back.
#include <string>

#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void check_submitted_in_order(const QueueCheck& slice, uint64_t first, uint64_t count) {
  CHECK_EQ(slice.device.asked.size(), count);
  for (uint64_t i = 0; i < slice.device.asked.size(); i++) {
    CHECK_EQ(slice.device.asked[i].lba, (first + i) * 8);
  }
}

void test_as_many_as_the_device_takes() {
  for (const uint32_t depth : {1u, 2u, 8u, kMaxDepth}) {
    QueueCheck slice = check_queue(1000, depth, [](uint64_t) { return good(10 * kMs); });
    slice.records.resize(1000);
    slice.order.records = slice.records.data();
    slice.order.record_capacity = slice.records.size();
    const SliceResult result = slice.run();
    CHECK_STOP(result, done, 1000);
    CHECK_EQ(result.outstanding, 0u);
    CHECK_EQ(slice.device.deepest, depth);
    check_submitted_in_order(slice, 0, 1000);
    CHECK_EQ(slice.shared->device_ns, (1000 + depth - 1) / depth * 10 * kMs);
    CHECK_EQ(slice.shared->classes[2], 1000u);
    CHECK_EQ(slice.shared->sectors, 8000u);
    CHECK_EQ(slice.shared->in_flight_since_ns, 0u);
    for (const uint8_t byte : slice.map) CHECK_EQ(+byte, +slice.scale.step(10 * kMs));
  }
}

void test_an_order_shorter_than_the_queue() {
  QueueCheck slice = check_queue(10, 8, [](uint64_t) { return good(); });
  slice.order.first = 4;
  slice.order.end = 7;
  CHECK_STOP(slice.run(), done, 7);
  check_submitted_in_order(slice, 4, 3);
}

void test_depth_is_limited_from_outside() {
  for (const uint32_t limit : {1u, 3u, 8u, 9u, UINT32_MAX}) {
    QueueCheck slice = check_queue(100, 8, [](uint64_t) { return good(); });
    slice.shared->depth_limit = limit;
    CHECK_STOP(slice.run(), done, 100);
    CHECK_EQ(slice.device.deepest, std::min(limit, 8u));
  }
}

void test_a_new_limit_holds_at_once() {
  QueueCheck slice = check_queue(100, 8, [](uint64_t) { return good(10 * kMs); });
  const uint64_t begun_ns = slice.device.clock;
  slice.device.on_time = [&](uint64_t now_ns) {
    slice.shared->depth_limit = now_ns - begun_ns < 30 * kMs ? 0 : 2;
    if (now_ns - begun_ns > 40 * kMs) CHECK(slice.device.out() <= 2);
  };
  CHECK_STOP(slice.run(), done, 100);
  CHECK_EQ(slice.device.deepest, 8u);
}

// Block 1 answers long after all others.
void test_the_frontier_waits_for_the_lowest_block() {
  QueueCheck slice = check_queue(10, 4, [](uint64_t block) {
    return good(block == 1 ? 95 * kMs : 10 * kMs);
  });
  const uint64_t begun_ns = slice.device.clock;
  WorkerShared& shared = *slice.shared;
  uint64_t looks = 0;
  slice.device.script = [&, script = slice.device.script](const Asked& asked) {
    const uint64_t now_ns = slice.device.clock - begun_ns;
    if (now_ns >= 20 * kMs && now_ns < 95 * kMs) {
      CHECK_EQ(shared.frontier, 1u);
      CHECK_EQ(shared.in_flight_lba, 8u);
      CHECK_EQ(shared.in_flight_since_ns, begun_ns);
      CHECK_EQ(+slice.map[1], 0);
      CHECK(slice.map[asked.lba / 8 - 3] != 0);
      looks++;
    }
    return script(asked);
  };
  CHECK_STOP(slice.run(), done, 10);
  CHECK(looks >= 3);
  CHECK_EQ(shared.frontier, 10u);
}

void test_failures_are_told_as_they_come_back() {
  QueueCheck slice = check_queue(4, 4, [](uint64_t block) {
    return bad(Error::unc, 61, (4 - block) * 10 * kMs);
  });
  const SliceResult result = slice.run();
  CHECK_STOP(result, done, 4);
  CHECK_EQ(result.records, 4u);
  for (uint64_t i = 0; i < 4; i++) {
    CHECK_EQ(slice.records[i].from_lba, static_cast<double>((3 - i) * 8));
    CHECK_EQ(slice.records[i].latency_ns, static_cast<double>((i + 1) * 10 * kMs));
  }
  CHECK_EQ(slice.failed_blocks, 4u);
}

// A row is of answers, whatever the order in which was asked.
void test_a_row_is_counted_in_the_order_of_answers() {
  QueueCheck slice = check_queue(40, 4, [](uint64_t block) {
    if (block == 2) return good(35 * kMs);  // comes back in the midst of the failures
    return bad(Error::io, 5, 10 * kMs);
  });
  slice.order.row_limit = 16;
  uint64_t failed_before = 0;
  slice.device.on_time = [&](uint64_t) {
    if (slice.map[2] == 0) failed_before = slice.failed_blocks;
  };
  slice.run();
  CHECK(failed_before >= 9);
  CHECK(slice.shared->row >= 16);
  CHECK(slice.failed_blocks >= failed_before + 16);
}

// However full the list gets, what is out has room in it.
void test_records_have_room_for_all_that_is_out() {
  for (const size_t capacity : {1, 3, 8, 9, 20}) {
    QueueCheck slice = check_queue(100, 8, [](uint64_t block) {
      return bad(Error::io, static_cast<int32_t>(block), (1 + block * 7 % 5) * kMs);
    });
    slice.order.record_capacity = capacity;
    uint64_t told = 0;
    for (int slices = 0; slice.order.first < 100 && slices < 200; slices++) {
      const SliceResult result = slice.run();
      CHECK(result.records <= capacity);
      CHECK_EQ(slice.device.out(), 0u);
      CHECK_EQ(slice.shared->frontier, result.next);
      CHECK(result.stop == (result.next < 100 ? SliceStop::records : SliceStop::done));
      told += result.records;
      slice.order.first = result.next;
    }
    CHECK_EQ(told, 100u);
    CHECK_EQ(slice.device.deepest, std::min<size_t>(capacity, 8));
    check_submitted_in_order(slice, 0, 100);
  }
}

}  // namespace

int main() {
  test_as_many_as_the_device_takes();
  test_an_order_shorter_than_the_queue();
  test_depth_is_limited_from_outside();
  test_a_new_limit_holds_at_once();
  test_the_frontier_waits_for_the_lowest_block();
  test_failures_are_told_as_they_come_back();
  test_a_row_is_counted_in_the_order_of_answers();
  test_records_have_room_for_all_that_is_out();
  return failures();
}
