// What faults do to the reads that touch them, one by one and several at once.
#include <algorithm>

#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void test_geometry() {
  SimDisk disk("size=19s,physical=4096");
  const auto reader = disk.open();
  CHECK_EQ(reader->geometry().sectors, 19u);
  CHECK_EQ(reader->geometry().physical_bytes, 4096u);
  CHECK(reader->cache_bypassed());
}

void test_bad() {
  SimDisk disk("bad=100-101/IDNF@2000,bad=200,kind=ssd");
  const auto reader = disk.open();
  CHECK_ERROR(reader->read(0, 100, nullptr), Error::none);
  CHECK_ERROR(reader->read(102, 98, nullptr), Error::none);
  const Outcome late = reader->read(99, 2, nullptr);
  CHECK_ERROR(late, Error::idnf);
  CHECK_EQ(late.latency_ns, 2000 * kMs);
  CHECK_EQ(late.error_number, 0);
  const Outcome prompt = reader->read(200, 1, nullptr);
  CHECK_ERROR(prompt, Error::unc);
  CHECK(prompt.latency_ns < 10 * kMs);
  // The lowest LBA decides, whichever was given first.
  CHECK_ERROR(reader->read(0, 1000, nullptr), Error::idnf);
  CHECK_ERROR(reader->read(101, 1000, nullptr), Error::idnf);
  CHECK_ERROR(reader->read(102, 1000, nullptr), Error::unc);
}

void test_a_fault_fails_its_physical_sector() {
  SimDisk disk("size=1000s,physical=4096,bad=13,bad=999");
  const auto reader = disk.open();
  for (uint64_t lba = 0; lba < 1000; lba++) {
    const bool bad = (lba >= 8 && lba < 16) || lba >= 992;
    CHECK_ERROR(reader->read(lba, 1, nullptr), bad ? Error::unc : Error::none);
  }
}

void test_weak() {
  SimDisk disk("weak=10-11@2");
  const auto reader = disk.open();
  CHECK_ERROR(reader->read(10, 1, nullptr), Error::unc);  // 10 has one left, 11 two
  CHECK_ERROR(reader->read(0, 64, nullptr), Error::unc);  // none, one
  CHECK_ERROR(reader->read(10, 1, nullptr), Error::none);
  CHECK_ERROR(reader->read(11, 1, nullptr), Error::unc);
  CHECK_ERROR(reader->read(0, 64, nullptr), Error::none);
}

void test_weak_counts_by_physical_sector() {
  SimDisk disk("size=20s,physical=4096,weak=5-17@1");
  CHECK_EQ(sim_shared_bytes(disk.spec), 8u + 3 * 4);
  const auto reader = disk.open();
  CHECK_ERROR(reader->read(7, 1, nullptr), Error::unc);
  CHECK_ERROR(reader->read(0, 8, nullptr), Error::none);
  CHECK_ERROR(reader->read(15, 5, nullptr), Error::unc);
  CHECK_ERROR(reader->read(0, 20, nullptr), Error::none);
}

void test_slow_and_hang() {
  SimDisk disk("slow=100@600*2,slow=200@700,hang=300@40000,kind=ssd");
  const auto reader = disk.open();
  CHECK_EQ(reader->read(100, 1, nullptr).latency_ns, 600 * kMs);
  CHECK_EQ(reader->read(0, 256, nullptr).latency_ns, 700 * kMs);  // takes the second of 100 too
  CHECK(reader->read(100, 1, nullptr).latency_ns < 10 * kMs);
  for (int i = 0; i < 5; i++) CHECK_EQ(reader->read(200, 1, nullptr).latency_ns, 700 * kMs);
  const Outcome silent = reader->read(300, 1, nullptr);
  CHECK_ERROR(silent, Error::none);
  CHECK_EQ(silent.latency_ns, 40'000 * kMs);
}

// gone, hang, bad, weak, slow.
void test_precedence() {
  SimDisk disk("kind=ssd,gone=5,hang=10@5000,bad=11/ABRT@3000,weak=12@1,slow=13@100*2");
  const auto reader = disk.open();
  const Outcome hung = reader->read(10, 4, nullptr);  // and takes one of weak and slow
  CHECK_ERROR(hung, Error::abrt);
  CHECK_EQ(hung.latency_ns, 5000 * kMs);
  const Outcome bad = reader->read(11, 3, nullptr);
  CHECK_ERROR(bad, Error::abrt);
  CHECK_EQ(bad.latency_ns, 3000 * kMs);
  CHECK_ERROR(reader->read(12, 1, nullptr), Error::none);
  const Outcome slow = reader->read(13, 1, nullptr);
  CHECK_ERROR(slow, Error::none);
  CHECK(slow.latency_ns < 10 * kMs);
  CHECK_ERROR(reader->read(11, 1, nullptr), Error::abrt);
  const Outcome gone = reader->read(10, 4, nullptr);
  CHECK_ERROR(gone, Error::gone);
  CHECK(gone.latency_ns < kMs);
}

// A slow sector that fails takes its time to fail.
void test_slow_failures() {
  SimDisk disk("kind=ssd,bad=5@10,slow=5@20,weak=6@1,slow=6@30");
  const auto reader = disk.open();
  CHECK_EQ(reader->read(5, 1, nullptr).latency_ns, 20 * kMs);
  const Outcome weak = reader->read(6, 1, nullptr);
  CHECK_ERROR(weak, Error::unc);
  CHECK_EQ(weak.latency_ns, 30 * kMs);
}

void test_gone() {
  SimDisk disk("gone=2");
  CHECK_ERROR(disk.open()->read(0, 1, nullptr), Error::none);
  const auto reader = disk.open();
  CHECK_ERROR(reader->read(0, 1, nullptr), Error::none);
  const uint64_t before = reader->clock_ns();
  for (int i = 0; i < 3; i++) CHECK_ERROR(reader->read(0, 1, nullptr), Error::gone);
  CHECK(reader->clock_ns() > before);
  CHECK_ERROR(disk.open()->read(0, 1, nullptr), Error::gone);
  SimDisk never("gone=0,kind=null");
  CHECK_ERROR(never.open()->read(0, 1, nullptr), Error::gone);
  SimDisk here("bad=5/GONE");
  const auto other = here.open();
  CHECK_ERROR(other->read(0, 8, nullptr), Error::gone);
  CHECK_ERROR(other->read(0, 5, nullptr), Error::none);
}

void test_past_2_tib_and_32_bits() {
  SimDisk disk("size=24TB,bad=4294967296,bad=0x100000005/IO,bad=46874999999/AMNF,"
               "weak=40000000000@1");
  const auto reader = disk.open();
  CHECK_ERROR(reader->read(0, 8, nullptr), Error::none);  // where 32 bits would wrap to
  CHECK_ERROR(reader->read((uint64_t{1} << 32) - 8, 8, nullptr), Error::none);
  CHECK_ERROR(reader->read(uint64_t{1} << 32, 1, nullptr), Error::unc);
  CHECK_ERROR(reader->read((uint64_t{1} << 32) + 1, 8, nullptr), Error::io);
  CHECK_ERROR(reader->read(46'874'999'992, 8, nullptr), Error::amnf);
  CHECK_ERROR(reader->read(46'874'999'992, 7, nullptr), Error::none);
  CHECK_ERROR(reader->read(40'000'000'000, 1, nullptr), Error::unc);
  CHECK_ERROR(reader->read(40'000'000'000, 1, nullptr), Error::none);
  SimDisk largest("size=8192PiB,bad=18014398509481983");
  const auto last = largest.open();
  CHECK_ERROR(last->read((uint64_t{1} << 54) - 2, 1, nullptr), Error::none);
  CHECK_ERROR(last->read((uint64_t{1} << 54) - 2, 2, nullptr), Error::unc);
}

void test_reset() {
  SimDisk disk("weak=1-3@1,slow=1@50*1,gone=2,kind=ssd");
  const auto reader = disk.open();
  for (int turn = 0; turn < 2; turn++) {
    const Outcome first = reader->read(0, 8, nullptr);
    CHECK_ERROR(first, Error::unc);
    CHECK_EQ(first.latency_ns, 50 * kMs);
    CHECK_ERROR(reader->read(0, 8, nullptr), Error::none);
    CHECK_ERROR(reader->read(0, 8, nullptr), Error::gone);
    sim_shared_reset(disk.spec, disk.shared.data());
  }
}

}  // namespace

int main() {
  test_geometry();
  test_bad();
  test_a_fault_fails_its_physical_sector();
  test_weak();
  test_weak_counts_by_physical_sector();
  test_slow_and_hang();
  test_precedence();
  test_slow_failures();
  test_gone();
  test_past_2_tib_and_32_bits();
  test_reset();
  return failures();
}
