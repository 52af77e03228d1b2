// Readers in several threads draw on the same counters, and each failure is drawn once.
#include <atomic>
#include <thread>

#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr int kThreads = 4;

struct Seen {
  std::atomic<int> read{0};
  std::atomic<int> unc{0};
  std::atomic<int> gone{0};
  std::atomic<int> slow{0};
};

void read_often(SimDisk& disk, int reads, Seen& seen) {
  const auto reader = disk.open();
  for (int i = 0; i < reads; i++) {
    const Outcome outcome = reader->read(100, 1, nullptr);
    if (outcome.latency_ns >= 900 * kMs) seen.slow++;
    if (outcome.error == Error::none) seen.read++;
    if (outcome.error == Error::unc) seen.unc++;
    if (outcome.error == Error::gone) seen.gone++;
  }
}

void read_in_threads(SimDisk& disk, int reads, Seen& seen) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; i++) {
    threads.emplace_back([&] { read_often(disk, reads, seen); });
  }
  for (std::thread& thread : threads) thread.join();
}

void test_each_failure_once() {
  SimDisk disk("kind=ssd,weak=100@5000,slow=100@900*700");
  Seen seen;
  read_in_threads(disk, 3000, seen);
  CHECK_EQ(seen.unc.load(), 5000);
  CHECK_EQ(seen.slow.load(), 700);
  CHECK_EQ(seen.read.load(), kThreads * 3000 - 5000);
}

void test_gone_for_all() {
  SimDisk disk("kind=null,gone=4321");
  Seen seen;
  read_in_threads(disk, 2000, seen);
  CHECK_EQ(seen.read.load(), 4321);
  CHECK_EQ(seen.gone.load(), kThreads * 2000 - 4321);
}

void test_a_second_reader_goes_on() {
  SimDisk disk("weak=7@2");
  const auto first = disk.open();
  const auto second = disk.open();
  CHECK_ERROR(first->read(0, 16, nullptr), Error::unc);
  CHECK_ERROR(second->read(0, 16, nullptr), Error::unc);
  CHECK_ERROR(first->read(0, 16, nullptr), Error::none);
  CHECK_ERROR(disk.open()->read(7, 1, nullptr), Error::none);
}

}  // namespace

int main() {
  test_each_failure_once();
  test_gone_for_all();
  test_a_second_reader_goes_on();
  return failures();
}
