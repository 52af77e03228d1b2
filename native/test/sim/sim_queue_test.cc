// A simulated disk with several reads out: what it gains by them, and what it must not.
#include <algorithm>
#include <string>

#include "sim/sim_hash.h"
#include "test/sim/sim_queue.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

double random_reads_a_second(const std::string& spec, uint32_t depth, uint32_t sectors = 8) {
  Queue queue(spec, depth);
  CHECK_EQ(queue.device->depth(), depth);
  queue.read_at_random(20'000, sectors);
  CHECK_EQ(queue.answers.size(), 20'000u);
  return queue.a_second();
}

// By serving what is nearest: never as if it had a head for each.
void test_hdd_gains_as_disks_with_ncq_do() {
  SimDisk disk("");
  const auto reader = disk.open();
  const uint64_t blocks = disk.spec.geometry.sectors / 8;
  for (uint64_t i = 0; i < 20'000; i++) reader->read(mix64(i) % blocks * 8, 8, nullptr);
  const double one = 20'000 * 1e9 / static_cast<double>(reader->clock_ns());
  const double four = random_reads_a_second("", 4) / one;
  const double many = random_reads_a_second("", 32) / one;
  std::printf("hdd: %.0f random reads a second, x %.2f with 4, x %.2f with 32\n", one, four, many);
  CHECK(four > 1.3 && four < 1.7);
  CHECK(many > 2 && many < 2.6);
}

// Nobody waits for ever because others are nearer.
void test_hdd_starves_nobody() {
  Queue queue("", 32);
  queue.read_at_random(50'000);
  uint64_t longest_ns = 0;
  for (const Answered& answer : queue.answers) {
    longest_ns = std::max(longest_ns, answer.latency_ns);
  }
  CHECK(longest_ns < 1'000 * kMs);
  // Here one at the far end, and always something beside the head.
  Queue pulled("size=1TB", 4);
  pulled.submit(1'953'000'000);
  uint64_t lba = 0;
  for (int i = 0; i < 10'000; i++) {
    while (!pulled.free.empty()) pulled.submit((lba += 9'000) % 90'000'000);
    pulled.reap();
    if (pulled.answers.back().lba == 1'953'000'000) return;
  }
  CHECK(false);
}

void test_hdd_serves_the_nearest_first() {
  Queue queue("", 3);
  queue.submit(1'000'000'000);
  queue.submit(1'900'000'000);
  queue.submit(100);  // where the head is: read on
  while (queue.reap()) {
  }
  CHECK_EQ(queue.answers[0].lba, 100u);
  CHECK_EQ(queue.answers[1].lba, 1'000'000'000u);
  CHECK(queue.answers[0].latency_ns < queue.answers[1].latency_ns);
  // One after the other: the last has waited for all.
  CHECK_EQ(queue.answers[2].latency_ns, queue.device->clock_ns());
}

// The wait for the platter hangs on when one asks, and is never a whole revolution more.
void test_hdd_turns_on_meanwhile() {
  constexpr uint64_t kRevolutionNs = 8'333'333;
  uint64_t least = UINT64_MAX, most = 0;
  for (uint64_t i = 0; i < 100; i++) {
    Queue queue("", 2);
    queue.device->rest(i * kRevolutionNs / 100);
    queue.submit(1'000'000'000);
    queue.reap();
    least = std::min(least, queue.answers[0].latency_ns);
    most = std::max(most, queue.answers[0].latency_ns);
  }
  CHECK(most - least > kRevolutionNs * 95 / 100);
  CHECK(most - least <= kRevolutionNs);
}

void test_ssd_gains_by_its_channels() {
  const double one = 1e9 / 76'000;  // 60 … 90 µs of flash, and 1 µs a 512 B sector
  const double four = random_reads_a_second("kind=ssd", 4) / one;
  const double many = random_reads_a_second("kind=ssd", 32) / one;
  std::printf("ssd: x %.2f with 4, x %.2f with 32\n", four, many);
  CHECK(four > 2.5 && four < 4);
  CHECK(many > 5 && many < 8);
}

void test_ssd_has_one_interface() {
  const double reads = random_reads_a_second("kind=ssd", 32, 2048);
  CHECK(reads * 2048 * 512 < 2e9);
  CHECK(reads * 2048 * 512 > 1.7e9);
}

// Alone in a queue a read of an SSD takes what it takes without one.
void test_ssd_alone() {
  Queue queue("kind=ssd", 2);
  SimDisk disk("kind=ssd");
  const auto reader = disk.open();
  for (uint64_t i = 0; i < 1000; i++) {
    queue.submit(mix64(i) % 1'000'000'000);
    queue.reap();
    CHECK_EQ(queue.answers.back().latency_ns,
             reader->read(mix64(i) % 1'000'000'000, 8, nullptr).latency_ns);
  }
  CHECK_EQ(queue.device->clock_ns(), reader->clock_ns());
}

void test_same_disk_same_answers() {
  for (const std::string kind : {"kind=hdd", "kind=ssd"}) {
    Queue one(kind, 32), again(kind, 32), other(kind + ",seed=2", 32);
    one.read_at_random(5'000);
    again.read_at_random(5'000);
    other.read_at_random(5'000);
    CHECK(one.answers == again.answers);
    CHECK_EQ(one.device->clock_ns(), again.device->clock_ns());
    CHECK(!(one.answers == other.answers));
  }
}

}  // namespace

int main() {
  test_hdd_gains_as_disks_with_ncq_do();
  test_hdd_starves_nobody();
  test_hdd_serves_the_nearest_first();
  test_hdd_turns_on_meanwhile();
  test_ssd_gains_by_its_channels();
  test_ssd_has_one_interface();
  test_ssd_alone();
  test_same_disk_same_answers();
  return failures();
}
