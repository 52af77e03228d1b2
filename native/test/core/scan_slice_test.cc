// Which sectors a slice reads, and what it puts down of each reading: byte, counters, histogram.
#include <string>

#include "test/core/slice_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// "from+sectors …" of all that was asked.
std::string asked_of(const ScriptedDevice& device) {
  std::string text;
  for (const Asked& asked : device.asked) {
    if (!text.empty()) text += ' ';
    text += std::to_string(asked.lba) + '+' + std::to_string(asked.sectors);
  }
  return text;
}

std::string asked_in(const Blocks& blocks, uint64_t first, uint64_t end) {
  SliceCheck slice(blocks, end - first, [](const Asked&) { return good(); });
  slice.order.map = nullptr;
  slice.order.first = first;
  slice.order.end = end;
  CHECK_STOP(slice.run(), done, end);
  CHECK_EQ(slice.shared->frontier, end);
  return asked_of(slice.device);
}

void test_blocks_are_aligned_in_absolute_lbas() {
  CHECK_EQ(asked_in(Blocks(0, 32, 8, 0), 0, 4), "0+8 8+8 16+8 24+8");
  CHECK_EQ(asked_in(Blocks(5, 27, 8, 0), 0, 4), "5+3 8+8 16+8 24+3");
  CHECK_EQ(asked_in(Blocks(8, 17, 8, 0), 0, 2), "8+8 16+1");
  CHECK_EQ(asked_in(Blocks(9, 11, 8, 0), 0, 1), "9+2");
  CHECK_EQ(asked_in(Blocks(7, 9, 8, 0), 0, 2), "7+1 8+1");
  CHECK_EQ(asked_in(Blocks(3, 6, 1, 0), 0, 3), "3+1 4+1 5+1");
}

void test_the_phase_moves_the_edges() {
  CHECK_EQ(asked_in(Blocks(0, 20, 8, 7), 0, 3), "0+7 7+8 15+5");
  CHECK_EQ(asked_in(Blocks(6, 9, 8, 7), 0, 2), "6+1 7+2");
  CHECK_EQ(asked_in(Blocks(7, 16, 8, 7), 0, 2), "7+8 15+1");
  CHECK_EQ(asked_in(Blocks(10, 40, 8, 7), 0, 5), "10+5 15+8 23+8 31+8 39+1");
  CHECK_EQ(asked_in(Blocks(2, 5, 8, 7), 0, 1), "2+3");
}

void test_a_slice_may_begin_and_end_within_the_range() {
  CHECK_EQ(asked_in(Blocks(5, 1000, 8, 0), 1, 3), "8+8 16+8");
  CHECK_EQ(asked_in(Blocks(5, 27, 8, 0), 3, 4), "24+3");
}

// Where 32 bits would wrap: sectors, bytes (2 TiB lie at LBA 2^32), and the last block's number.
void test_past_32_bits() {
  constexpr uint64_t k32 = uint64_t{1} << 32;
  CHECK_EQ(asked_in(Blocks(k32 - 20, k32 + 20, 16, 0), 0, 4),
           "4294967276+4 4294967280+16 4294967296+16 4294967312+4");
  constexpr uint64_t k24TbSectors = 46'875'000'000;
  CHECK_EQ(asked_in(Blocks(0, k24TbSectors, 256, 0), 183'105'467, 183'105'469),
           "46874999552+256 46874999808+192");
  CHECK_EQ(asked_in(Blocks(3, 9'007'199'254'740'991, 2'097'152, 5), k32 - 4, k32 - 1),
           "9007199244255237+2097152 9007199246352389+2097152 9007199248449541+2097152");
}

void test_bytes() {
  const uint64_t latencies_ns[] = {
      0,        999,       3 * kMs - 1, 3 * kMs, 10 * kMs,     50 * kMs,
      150 * kMs, 500 * kMs, 5 * kS,      100 * kS - 1, 100 * kS, 5000 * kS};
  SliceCheck slice =
      check_blocks(12, [&](uint64_t block) { return good(latencies_ns[block]); });
  CHECK_STOP(slice.run(), done, 12);
  const std::vector<uint8_t> expected = {1, 1, 104, 105, 121, 142, 156, 172, 201, 239, 239, 239};
  CHECK(slice.map == expected);
  const uint32_t classes[kClasses] = {3, 1, 1, 1, 1, 5};
  for (uint32_t c = 0; c < kClasses; c++) CHECK_EQ(slice.shared->classes[c], classes[c]);
}

void test_latencies_past_32_bits_of_nanoseconds() {
  const uint64_t latencies_ns[] = {4'294'967'295, 4'294'967'296, 4'400 * kMs, 120 * kS, 2000 * kS};
  SliceCheck slice = check_blocks(5, [&](uint64_t block) { return good(latencies_ns[block]); });
  slice.order.record_from_ns = 500 * kMs;
  CHECK_EQ(slice.run().records, 5u);
  uint64_t sum_ns = 0;
  for (uint64_t block = 0; block < 5; block++) {
    sum_ns += latencies_ns[block];
    CHECK_EQ(slice.records[block].latency_ns, static_cast<double>(latencies_ns[block]));
    CHECK_EQ(slice.shared->histogram[histogram_bucket(latencies_ns[block])] >= 1, true);
    CHECK_EQ(+slice.map[block], +slice.scale.step(latencies_ns[block]));
  }
  CHECK_EQ(slice.shared->classes[5], 5u);
  CHECK_EQ(slice.shared->latency_sum_ns, sum_ns);
  CHECK_EQ(slice.shared->latency_min_ns, latencies_ns[0]);
  CHECK_EQ(slice.shared->latency_max_ns, 2000 * kS);
  CHECK_EQ(slice.shared->device_ns, sum_ns);
}

void test_failures_put_down_their_error() {
  SliceCheck slice =
      check_blocks(8, [](uint64_t block) { return bad(static_cast<Error>(block + 1)); });
  CHECK_STOP(slice.run(), done, 8);
  for (uint8_t i = 0; i < 8; i++) {
    CHECK_EQ(+slice.map[i], 240 + i);
    CHECK_EQ(slice.errors(static_cast<Error>(i + 1)), 1u);
  }
  CHECK_EQ(slice.failed_blocks, 8u);
  CHECK_EQ(slice.shared->sectors, 64u);
  CHECK_EQ(slice.shared->latency_sum_ns, 0u);
  CHECK_EQ(slice.shared->latency_max_ns, 0u);
  for (const uint32_t count : slice.shared->classes) CHECK_EQ(count, 0u);
  for (const uint32_t count : slice.shared->histogram) CHECK_EQ(count, 0u);
}

void test_counters_go_on_from_slice_to_slice() {
  SliceCheck slice = check_blocks(20, [](uint64_t block) {
    return block % 4 == 3 ? bad(Error::unc) : good((block + 1) * kUs);
  });
  slice.shared->device_ns = 7;
  slice.order.end = 10;
  CHECK_STOP(slice.run(), done, 10);
  slice.order.first = 10;
  slice.order.end = 20;
  CHECK_STOP(slice.run(), done, 20);
  CHECK_EQ(slice.shared->classes[0], 15u);
  CHECK_EQ(slice.errors(Error::unc), 5u);
  CHECK_EQ(slice.shared->sectors, 160u);
  CHECK_EQ(slice.shared->latency_min_ns, 1 * kUs);
  CHECK_EQ(slice.shared->latency_max_ns, 19 * kUs);
  CHECK_EQ(slice.shared->latency_sum_ns, (210 - 4 - 8 - 12 - 16 - 20) * kUs);
  CHECK_EQ(slice.shared->device_ns, 7 + slice.shared->latency_sum_ns + 5 * 20 * kMs);
}

// 0 is "none yet", so the quickest reading is stored as 1.
void test_a_latency_of_nothing_is_a_minimum_too() {
  SliceCheck slice = check_blocks(3, [](uint64_t block) { return good(block == 1 ? 0 : 50); });
  slice.run();
  CHECK_EQ(slice.shared->latency_min_ns, 1u);
}

void test_later_readings_leave_the_first_ones_counters_alone() {
  SliceCheck slice = check_blocks(
      4, [](uint64_t block) { return block < 2 ? good(block == 0 ? kMs : kS) : bad(Error::io); });
  slice.order.first_reading = false;
  CHECK_STOP(slice.run(), done, 4);
  CHECK_EQ(slice.shared->sectors, 32u);
  CHECK_EQ(slice.shared->row, 2u);
  CHECK_EQ(slice.failed_blocks, 2u);
  CHECK_EQ(+slice.map[3], +error_byte(Error::io));
  CHECK(slice.shared->device_ns > kS);
  CHECK_EQ(slice.shared->latency_sum_ns + slice.shared->latency_min_ns +
               slice.shared->latency_max_ns, 0u);
  for (const uint32_t count : slice.shared->classes) CHECK_EQ(count, 0u);
  for (const uint32_t count : slice.shared->errors) CHECK_EQ(count, 0u);
  for (const uint32_t count : slice.shared->histogram) CHECK_EQ(count, 0u);
}

// What a disk that seems to have left is asked for, to see whether it is there.
void test_the_last_later_reading_that_succeeded_is_told() {
  SliceCheck slice = check_blocks(8, [](uint64_t block) {
    return block == 4 ? good(31 * kS) : block < 5 ? good() : bad(Error::io);
  });
  slice.order.timeout_ns = 30 * kS;
  CHECK_STOP(slice.run(), done, 8);
  CHECK_EQ(slice.shared->last_alone_next, 0u);
  slice.order.first_reading = false;
  CHECK_STOP(slice.run(), done, 8);
  CHECK_EQ(slice.shared->last_alone_next, 3u * 8 + 1);
}

void test_without_a_map_and_a_count_of_failures() {
  SliceCheck slice = check_blocks(4, [](uint64_t) { return bad(Error::unc); });
  slice.order.map = nullptr;
  slice.order.failed_blocks = nullptr;
  slice.order.failed_limit = 1;
  CHECK_STOP(slice.run(), done, 4);
  CHECK_EQ(slice.errors(Error::unc), 4u);
}

void test_a_cache_that_answered_is_told() {
  SliceCheck slice = check_blocks(3, [](uint64_t) { return good(); });
  slice.run();
  CHECK_EQ(slice.shared->cached, 0u);
  slice.device.script = [&](const Asked& asked) {
    slice.device.bypassed = asked.lba < 8;  // O_DIRECT refused on the way
    return good();
  };
  slice.run();
  CHECK_EQ(slice.shared->cached, 1u);
}

}  // namespace

int main() {
  test_blocks_are_aligned_in_absolute_lbas();
  test_the_phase_moves_the_edges();
  test_a_slice_may_begin_and_end_within_the_range();
  test_past_32_bits();
  test_bytes();
  test_latencies_past_32_bits_of_nanoseconds();
  test_failures_put_down_their_error();
  test_counters_go_on_from_slice_to_slice();
  test_a_latency_of_nothing_is_a_minimum_too();
  test_later_readings_leave_the_first_ones_counters_alone();
  test_the_last_later_reading_that_succeeded_is_told();
  test_without_a_map_and_a_count_of_failures();
  test_a_cache_that_answered_is_told();
  return failures();
}
