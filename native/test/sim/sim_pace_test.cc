// Real time: how long a simulated disk waits, by lower bounds alone, and what a read of it costs.
#include "core/clock.h"
#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// The longest that a paced reader may be ahead: it saves up short sleeps, and makes up for debt.
constexpr uint64_t kSlackNs = 8 * kMs;

struct Passed {
  uint64_t real_ns;
  uint64_t virtual_ns;
};

Passed read_blocks(SimDisk& disk, uint64_t blocks) {
  const auto reader = disk.open();
  const uint64_t real = monotonic_ns();
  const uint64_t virtual_from = reader->clock_ns();
  for (uint64_t i = 0; i < blocks; i++) reader->read(i * 256, 256, nullptr);
  return {monotonic_ns() - real, reader->clock_ns() - virtual_from};
}

void test_paced() {
  SimDisk disk("speed=10,slow=0@500");
  const Passed passed = read_blocks(disk, 300);
  CHECK(passed.virtual_ns > 500 * kMs);
  CHECK(passed.real_ns + kSlackNs > passed.virtual_ns / 10);
}

void test_slower_than_real() {
  SimDisk disk("speed=0.5,kind=ssd");
  const Passed passed = read_blocks(disk, 200);
  CHECK(passed.real_ns + kSlackNs > passed.virtual_ns * 2);
}

// A null disk waits for nothing but what faults add.
void test_null() {
  SimDisk waits("kind=null,speed=10,hang=0@500");
  const Passed waited = read_blocks(waits, 3);
  CHECK(waited.real_ns + kSlackNs > 50 * kMs);
  CHECK(waited.virtual_ns > 500 * kMs);
  SimDisk disk("kind=null,hang=0@86400000,bad=256@60000");
  const auto reader = disk.open();
  const uint64_t before = monotonic_ns();
  CHECK_EQ(reader->read(0, 1, nullptr).latency_ns, 86'400'000 * kMs);
  CHECK_EQ(reader->read(256, 1, nullptr).latency_ns, 60'000 * kMs);
  CHECK(reader->clock_ns() >= before + 86'460'000 * kMs);
  CHECK(reader->read(512, 1, nullptr).latency_ns < 60'000 * kMs);
}

void print_cost(const char* name, const std::string& text) {
  SimDisk disk(text);
  constexpr uint64_t kReads = 2'000'000;
  const uint64_t real_ns = read_blocks(disk, kReads).real_ns;
  std::printf("%s: %.1f ns a read\n", name, static_cast<double>(real_ns) / kReads);
}

void print_costs() {
  print_cost("null", "kind=null");
  print_cost("ssd", "kind=ssd");
  print_cost("hdd", "kind=hdd");
  // One fault around all of them, and the others between the blocks that are read.
  std::string text = "kind=ssd,slow=0-1953124999@0.001";
  for (uint64_t i = 0; i < 99'999; i++) text += ",bad=" + std::to_string(1'000'000'000 + i * 2);
  print_cost("ssd, 100000 faults", text);
}

}  // namespace

int main() {
  test_paced();
  test_slower_than_real();
  test_null();
  print_costs();
  return failures();
}
