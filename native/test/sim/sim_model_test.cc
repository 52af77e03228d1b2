// The simulated disks' own time: the same each time, and what one knows of real ones.
#include <algorithm>

#include "sim/sim_hash.h"
#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint32_t kBlock = 256;  // 128 KiB

struct Times {
  uint64_t reads = 0;
  uint64_t sum_ns = 0;
  uint64_t under_3ms = 0;
  uint64_t under_10ms = 0;
  uint64_t under_50ms = 0;
  uint64_t above = 0;
  uint64_t max_ns = 0;

  void add(uint64_t ns) {
    reads++;
    sum_ns += ns;
    max_ns = std::max(max_ns, ns);
    (ns < 3 * kMs ? under_3ms : ns < 10 * kMs ? under_10ms : ns < 50 * kMs ? under_50ms : above)++;
  }
  double mean_ms() const { return static_cast<double>(sum_ns) / static_cast<double>(reads) / kMs; }
  double mb_per_s() const { return static_cast<double>(reads * kBlock * 512) * 1e3 / sum_ns; }
};

Times in_order(SyncDevice& reader, uint64_t from_lba, uint64_t reads) {
  Times times;
  for (uint64_t i = 0; i < reads; i++) {
    times.add(reader.read(from_lba + i * kBlock, kBlock, nullptr).latency_ns);
  }
  return times;
}

Times at_random(SyncDevice& reader, uint64_t reads, uint64_t from_lba, uint64_t range) {
  Times times;
  for (uint64_t i = 0; i < reads; i++) {
    times.add(reader.read(from_lba + mix64(i) % range, 8, nullptr).latency_ns);
  }
  return times;
}

void test_hdd_in_order() {
  SimDisk disk("");
  const auto reader = disk.open();
  constexpr uint64_t kReads = 100'000;
  const Times outer = in_order(*reader, 0, kReads);
  const Times inner =
      in_order(*reader, disk.spec.geometry.sectors - kReads * kBlock, kReads);
  std::printf("hdd in order: %.0f MB/s outer, %.0f MB/s inner; %.0f, %.0f, %.0f, %.0f blocks\n",
              outer.mb_per_s(), inner.mb_per_s(), double(outer.under_3ms),
              double(outer.under_10ms), double(outer.under_50ms), double(outer.above));
  CHECK(outer.mb_per_s() > 180 && outer.mb_per_s() < 220);
  CHECK(outer.mb_per_s() / inner.mb_per_s() > 1.7);
  CHECK(outer.mb_per_s() / inner.mb_per_s() < 2.1);
  CHECK(outer.under_3ms > kReads * 99 / 100);
  CHECK(outer.under_10ms > 0 && outer.under_50ms > 0);
  CHECK_EQ(outer.above + inner.above, 0u);
}

void test_hdd_access() {
  SimDisk disk("");
  const auto reader = disk.open();
  const uint64_t sectors = disk.spec.geometry.sectors;
  const Times random = at_random(*reader, 20'000, 0, sectors - 8);
  Times back;
  Times stroke;
  for (uint64_t i = 0; i < 5'000; i++) {
    const uint64_t lba = (5'000 - i) * 8192;
    back.add(reader->read(lba, 8, nullptr).latency_ns);
  }
  for (uint64_t i = 0; i < 5'000; i++) {
    const uint64_t edge = sectors / 200;
    const uint64_t lba = mix64(i) % (edge - 8) + (i % 2 == 0 ? 0 : sectors - edge);
    stroke.add(reader->read(lba, 8, nullptr).latency_ns);
  }
  std::printf("hdd access: %.1f ms back, %.1f ms on average, %.1f ms full stroke\n",
              back.mean_ms(), random.mean_ms(), stroke.mean_ms());
  CHECK(back.mean_ms() > 3 && back.mean_ms() < 7);
  CHECK(random.mean_ms() > 8 && random.mean_ms() < 20);
  CHECK(stroke.mean_ms() > 17 && stroke.mean_ms() < 23);
  CHECK_EQ(random.above + stroke.above, 0u);
}

void test_hdd_cache() {
  SimDisk disk("");
  const auto reader = disk.open();
  reader->read(1'000'000, kBlock, nullptr);
  for (int i = 0; i < 10; i++) CHECK(reader->read(1'000'000, kBlock, nullptr).latency_ns < kMs);
  // A little ahead is no seek; as much behind is one.
  Times ahead;
  Times behind;
  for (uint64_t i = 0; i < 2'000; i++) {
    ahead.add(reader->read(2'000'000 + i * 4 * kBlock, 8, nullptr).latency_ns);
  }
  for (uint64_t i = 2'000; i-- > 0;) {
    behind.add(reader->read(2'000'000 + i * 4 * kBlock, 8, nullptr).latency_ns);
  }
  CHECK(ahead.mean_ms() < 3.5);
  CHECK(behind.mean_ms() > 4);
}

void test_ssd() {
  SimDisk disk("kind=ssd");
  const auto reader = disk.open();
  const Times small = at_random(*reader, 100'000, 0, disk.spec.geometry.sectors - 8);
  const Times large = in_order(*reader, 0, 100'000);
  std::printf("ssd: %.3f ms for 4 KiB, %.3f ms for 128 KiB\n", small.mean_ms(), large.mean_ms());
  CHECK(small.mean_ms() > 0.06 && small.mean_ms() < 0.1);
  CHECK(large.mean_ms() > 0.12 && large.mean_ms() < 0.17);
  CHECK(small.max_ns > 1 * kMs && small.max_ns < 4 * kMs);  // hiccups
  CHECK(large.max_ns > 1 * kMs && large.max_ns < 4 * kMs);
}

// The very numbers, so that every machine shows the same disk.
void test_the_same_everywhere() {
  SimDisk hdd("");
  SimDisk ssd("kind=ssd");
  SimDisk other("seed=2");
  uint64_t sums[3] = {};
  for (int which = 0; which < 3; which++) {
    const auto reader = (which == 0 ? hdd : which == 1 ? ssd : other).open();
    for (uint64_t i = 0; i < 1000; i++) {
      const uint64_t lba = i % 3 == 0 ? mix64(i) % 1'953'000'000 : i * kBlock;
      sums[which] = mix64(sums[which] ^ reader->read(lba, kBlock, nullptr).latency_ns);
    }
  }
  CHECK_EQ(sums[0], 3159700571852594265u);
  CHECK_EQ(sums[1], 3414506713468488648u);
  CHECK(sums[2] != sums[0]);
}

void test_virtual_clock() {
  for (const char* text : {"slow=5@5000", "kind=ssd,slow=5@5000"}) {
    SimDisk disk(text);
    const auto reader = disk.open();
    CHECK_EQ(reader->clock_ns(), 0u);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < 10; i++) sum += reader->read(i, 1, nullptr).latency_ns;
    CHECK_EQ(reader->clock_ns(), sum);
    CHECK(sum > 5000 * kMs);  // past 2^32 ns
    CHECK_EQ(disk.open()->clock_ns(), 0u);
  }
}

}  // namespace

int main() {
  test_hdd_in_order();
  test_hdd_access();
  test_hdd_cache();
  test_ssd();
  test_the_same_everywhere();
  test_virtual_clock();
  return failures();
}
