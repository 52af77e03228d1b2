// The block that a slice ended at stays unread where the disk left, hung, or said what no table names.
#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void test_gone_leaves_its_block_unread() {
  SliceCheck slice =
      check_blocks(10, [](uint64_t block) { return block < 3 ? good() : bad(Error::gone, 6); });
  CHECK_STOP(slice.run(), gone, 3);
  CHECK_EQ(+slice.map[3], 0);
  CHECK_EQ(slice.shared->frontier, 3u);
  CHECK_EQ(slice.errors(Error::gone), 1u);
  CHECK_EQ(slice.shared->sectors, 24u);
  CHECK_EQ(slice.shared->in_flight_since_ns, 0u);
  CHECK_EQ(slice.failed_blocks, 0u);
  CHECK_EQ(slice.records[0].error, 9.0);
  CHECK_EQ(slice.records[0].error_number, 6.0);
  CHECK_EQ(slice.records[0].from_lba, 24.0);
  slice.order.first_reading = false;
  CHECK_STOP(slice.run(), gone, 3);
  CHECK_EQ(slice.errors(Error::gone), 1u);
}

void test_a_disk_that_leaves_late_is_gone() {
  SliceCheck slice = check_blocks(2, [](uint64_t) { return bad(Error::gone, 19, 100 * kS); });
  slice.order.timeout_ns = 30 * kS;
  CHECK_STOP(slice.run(), gone, 0);
  CHECK_EQ(slice.errors(Error::time), 0u);
  CHECK_EQ(+slice.map[0], 0);
}

void test_defect_leaves_its_block_unread() {
  SliceCheck slice =
      check_blocks(10, [](uint64_t block) { return block < 3 ? good() : bad(Error::defect, 77); });
  const SliceResult result = slice.run();
  CHECK_STOP(result, defect, 3);
  CHECK_EQ(result.records, 1u);
  CHECK_EQ(slice.records[0].error, 10.0);
  CHECK_EQ(slice.records[0].error_number, 77.0);
  CHECK_EQ(+slice.map[3], 0);
  CHECK_EQ(slice.shared->frontier, 3u);
  for (const uint32_t count : slice.shared->errors) CHECK_EQ(count, 0u);
}

// It comes back, but nobody waits so long for a disk.
void test_hung_leaves_its_block_unread() {
  const Outcome outcomes[] = {good(600 * kS), good(600 * kS + 1), bad(Error::unc, 61, 601 * kS)};
  for (const int second : {1, 2}) {
    SliceCheck slice =
        check_blocks(5, [&](uint64_t block) { return outcomes[block == 0 ? 0 : second]; });
    slice.order.timeout_ns = 3000 * kS;
    slice.order.hang_ns = 600 * kS;
    const SliceResult result = slice.run();
    CHECK_STOP(result, hung, 1);
    CHECK_EQ(result.records, 0u);
    CHECK_EQ(+slice.map[1], 0);
    CHECK_EQ(slice.shared->frontier, 1u);
    CHECK_EQ(slice.shared->sectors, 8u);
    CHECK_EQ(slice.shared->row, 0u);
    CHECK_EQ(slice.failed_blocks, 0u);
    CHECK_EQ(slice.shared->latency_max_ns, 600 * kS);
    for (const uint32_t count : slice.shared->errors) CHECK_EQ(count, 0u);
  }
}

void test_a_disk_that_leaves_after_long_is_gone_and_not_hung() {
  SliceCheck slice = check_blocks(2, [](uint64_t) { return bad(Error::gone, 19, 601 * kS); });
  slice.order.hang_ns = 600 * kS;
  CHECK_STOP(slice.run(), gone, 0);
}

// The last free record is the one that holds it.
void test_gone_with_one_record_left() {
  SliceCheck slice = check_blocks(
      10, [](uint64_t block) { return block == 0 ? bad(Error::unc) : bad(Error::gone, 6); });
  slice.order.record_capacity = 2;
  const SliceResult result = slice.run();
  CHECK_STOP(result, gone, 1);
  CHECK_EQ(result.records, 2u);
}

}  // namespace

int main() {
  test_gone_leaves_its_block_unread();
  test_a_disk_that_leaves_late_is_gone();
  test_defect_leaves_its_block_unread();
  test_hung_leaves_its_block_unread();
  test_a_disk_that_leaves_after_long_is_gone_and_not_hung();
  test_gone_with_one_record_left();
  return failures();
}
