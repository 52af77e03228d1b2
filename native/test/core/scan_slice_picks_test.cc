// Blocks that are read in an order of their own: which sectors, in which order, and where it stands.
#include <string>

#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

std::string asked_of(const std::vector<Asked>& all) {
  std::string text;
  for (const Asked& asked : all) {
    if (!text.empty()) text += ' ';
    text += std::to_string(asked.lba) + '+' + std::to_string(asked.sectors);
  }
  return text;
}

template <typename Check>
void pick(Check& slice, const std::vector<double>& picks, uint64_t first = 0) {
  slice.order.picks = picks.data();
  slice.order.map = nullptr;
  slice.order.first = first;
  slice.order.end = picks.size();
}

std::string asked_in(const Blocks& blocks, const std::vector<double>& picks, uint64_t first = 0) {
  SliceCheck slice(blocks, picks.size(), [](const Asked&) { return good(); });
  pick(slice, picks, first);
  CHECK_STOP(slice.run(), done, picks.size());
  CHECK_EQ(slice.shared->frontier, picks.size());
  CHECK_EQ(slice.shared->classes[0], picks.size() - first);
  return asked_of(slice.device.asked);
}

void test_blocks_are_read_in_the_order_of_the_list() {
  CHECK_EQ(asked_in(Blocks(0, 80, 8, 0), {7, 0, 9, 9, 1}), "56+8 0+8 72+8 72+8 8+8");
  CHECK_EQ(asked_in(Blocks(0, 80, 8, 0), {7, 0, 9, 9, 1}, 3), "72+8 8+8");
  CHECK_EQ(asked_in(Blocks(5, 27, 8, 0), {3, 0, 1}), "24+3 5+3 8+8");
}

void test_a_block_past_32_bits() {
  constexpr double kBlock = 46'874'999'999;  // of a disk of 24 TB, a sector each
  CHECK_EQ(asked_in(Blocks(0, 46'875'000'000, 1, 0), {kBlock, 0}), "46874999999+1 0+1");
}

// How many there are: those that have a start within the range.
void test_count() {
  const Blocks ranges[] = {{0, 32, 8, 0}, {5, 27, 8, 0}, {9, 11, 8, 0},
                           {7, 9, 8, 0},  {6, 9, 8, 7},  {10, 40, 8, 7}, {0, 1, 1, 0}};
  const uint64_t counts[] = {4, 4, 1, 2, 2, 5, 1};
  for (size_t i = 0; i < 7; i++) CHECK_EQ(ranges[i].count(), counts[i]);
  CHECK_EQ(Blocks(0, 9'007'199'254'740'991, 1, 0).count(), uint64_t{9'007'199'254'740'991});
}

// The queue is kept full, however far apart the blocks are; place 1 answers last.
void test_several_in_flight() {
  const std::vector<double> picks = {90, 3, 50, 4, 80, 5, 70, 6};
  QueueCheck slice = check_queue(100, 4, [](uint64_t block) {
    return good(block == 3 ? 25 * kMs : 10 * kMs);
  });
  pick(slice, picks);
  uint32_t frontier = 0;
  slice.device.on_time = [&](uint64_t) {
    CHECK(slice.shared->frontier >= frontier);
    frontier = slice.shared->frontier;
    if (frontier == 1) CHECK_EQ(slice.shared->in_flight_lba, 24u);
  };
  CHECK_STOP(slice.run(), done, 8);
  CHECK_EQ(slice.device.deepest, 4u);
  CHECK_EQ(asked_of(slice.device.asked), "720+8 24+8 400+8 32+8 640+8 40+8 560+8 48+8");
  CHECK_EQ(slice.shared->device_ns, 30 * kMs);
}

void test_it_goes_on_where_it_stopped() {
  const std::vector<double> picks = {9, 8, 7, 6, 5};
  SliceCheck slice = check_blocks(10, [](uint64_t) { return good(2 * kMs); });
  pick(slice, picks);
  slice.order.device_budget_ns = 3 * kMs;
  CHECK_STOP(slice.run(), budget, 2);
  slice.order.first = 2;
  slice.order.device_budget_ns = 0;
  CHECK_STOP(slice.run(), done, 5);
  CHECK_EQ(asked_of(slice.device.asked), "72+8 64+8 56+8 48+8 40+8");
}

void test_a_failure_is_told_by_its_lba() {
  const std::vector<double> picks = {9, 2, 3, 4};
  SliceCheck slice = check_blocks(
      10, [](uint64_t block) { return block == 2 || block == 3 ? bad(Error::unc) : good(); });
  pick(slice, picks);
  const SliceResult result = slice.run();
  CHECK_STOP(result, done, 4);
  CHECK_EQ(result.records, 1u);  // neighbours of a kind are one
  CHECK_EQ(slice.records[0].from_lba, 16.0);
  CHECK_EQ(slice.records[0].to_lba, 32.0);
  CHECK_EQ(slice.errors(Error::unc), 2u);
}

void test_a_disk_that_leaves() {
  const std::vector<double> picks = {9, 2, 3, 4};
  SliceCheck slice = check_blocks(
      10, [](uint64_t block) { return block == 3 ? bad(Error::gone) : good(); });
  pick(slice, picks);
  CHECK_STOP(slice.run(), gone, 2);
  CHECK_EQ(asked_of(slice.device.asked), "72+8 16+8 24+8");
}

}  // namespace

int main() {
  test_blocks_are_read_in_the_order_of_the_list();
  test_a_block_past_32_bits();
  test_count();
  test_several_in_flight();
  test_it_goes_on_where_it_stopped();
  test_a_failure_is_told_by_its_lba();
  test_a_disk_that_leaves();
  return failures();
}
