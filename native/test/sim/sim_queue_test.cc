// A simulated disk with several reads out: what it gains by them, and what it must not.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "sim/sim_hash.h"
#include "test/sim/sim_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

struct Answered {
  uint64_t lba;
  uint64_t latency_ns;
  Error error;
  bool operator==(const Answered& other) const {
    return lba == other.lba && latency_ns == other.latency_ns && error == other.error;
  }
};

struct Queue {
  Queue(const std::string& spec, uint32_t depth)
      : disk(spec), device(open_sim_device(disk.spec, disk.shared.data(), depth)) {
    for (uint32_t slot = 0; slot < device->depth(); slot++) free.push_back(slot);
  }

  void submit(uint64_t lba, uint32_t sectors = 8) {
    const uint32_t slot = free.back();
    free.pop_back();
    lba_of[slot] = lba;
    Outcome outcome;
    if (!device->submit(slot, lba, sectors, outcome)) return;
    answers.push_back({lba, outcome.latency_ns, outcome.error});
    free.push_back(slot);
  }

  bool reap() {
    Completion completion;
    if (device->reap(&completion, 1, 0) == 0) return false;
    answers.push_back({lba_of[completion.slot], completion.outcome.latency_ns,
                       completion.outcome.error});
    free.push_back(completion.slot);
    return true;
  }

  // Random places, as many out as there may be.
  void read_at_random(uint64_t reads, uint32_t sectors = 8) {
    const uint64_t blocks = disk.spec.geometry.sectors / sectors;
    for (uint64_t i = 0; i < reads;) {
      while (!free.empty() && i < reads) submit(mix64(i++) % blocks * sectors, sectors);
      reap();
    }
    while (reap()) {
    }
  }

  double a_second() const {
    return 1e9 * static_cast<double>(answers.size()) / static_cast<double>(device->clock_ns());
  }

  SimDisk disk;
  std::unique_ptr<Device> device;
  std::vector<uint32_t> free;
  std::map<uint32_t, uint64_t> lba_of;
  std::vector<Answered> answers;
};

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

// Whatever order they are answered in, each read has the fault of its own sectors.
void test_faults_stay_where_they_are() {
  for (const std::string kind : {"kind=hdd", "kind=ssd"}) {
    Queue queue(kind + ",bad=800-807/IDNF,bad=8000@500,weak=16000@1,slow=24000@700", 32);
    for (uint64_t lba = 0; lba < 64'000; lba += 800) {
      if (queue.free.empty()) queue.reap();
      queue.submit(lba);
    }
    while (queue.reap()) {
    }
    CHECK_EQ(queue.answers.size(), 80u);
    for (const Answered& answer : queue.answers) {
      const Error expected = answer.lba == 800                            ? Error::idnf
                             : answer.lba == 8000 || answer.lba == 16'000 ? Error::unc
                                                                          : Error::none;
      CHECK_EQ(code(answer.error), code(expected));
      if (answer.lba == 8000) CHECK(answer.latency_ns >= 500 * kMs);
      if (answer.lba == 24'000) CHECK(answer.latency_ns >= 700 * kMs);
    }
    queue.answers.clear();
    queue.submit(16'000);
    queue.reap();
    CHECK_EQ(code(queue.answers[0].error), code(Error::none));
  }
}

// A hard disk has one head to try again with; a solid-state disk's other channels go on.
void test_slow_sector() {
  Queue hdd("slow=0@5000", 4), ssd("kind=ssd,slow=0@5000", 4);
  for (Queue* queue : {&hdd, &ssd}) {
    for (uint64_t lba = 0; lba < 4; lba++) queue->submit(lba * 1'000'000);
    while (queue->reap()) {
    }
  }
  CHECK_EQ(hdd.answers[0].lba, 0u);
  for (const Answered& answer : hdd.answers) CHECK(answer.latency_ns >= 5000 * kMs);
  CHECK(ssd.answers[0].latency_ns < 10 * kMs);
  CHECK_EQ(ssd.answers[3].latency_ns, ssd.device->clock_ns());
}

void test_gone() {
  Queue queue("gone=3", 8);
  for (uint64_t i = 0; i < 5; i++) queue.submit(i * 8);
  CHECK_EQ(queue.answers.size(), 2u);
  while (queue.reap()) {
  }
  CHECK_EQ(queue.answers.size(), 5u);
  for (size_t i = 0; i < 5; i++) {
    CHECK_EQ(code(queue.answers[i].error), code(i < 2 ? Error::gone : Error::none));
  }
}

// Nothing of a null disk can wait.
void test_null_answers_at_once() {
  SimDisk disk("kind=null");
  const auto device = open_sim_device(disk.spec, disk.shared.data(), 32);
  CHECK(device->answers_at_once());
  CHECK_EQ(device->depth(), 1u);
}

void test_nothing_out() {
  Queue queue("", 4);
  CHECK(!queue.reap());
  CHECK_EQ(queue.device->clock_ns(), 0u);
  CHECK(!queue.device->clock_is_monotonic());
}

void test_speed() {
  Queue queue("kind=ssd,speed=2", 4);
  const uint64_t begun_ns = monotonic_ns();
  queue.read_at_random(4'000);
  const uint64_t ns = monotonic_ns() - begun_ns;
  CHECK(ns > queue.device->clock_ns() / 2 - 5 * kMs);
  CHECK(ns < queue.device->clock_ns() / 2 + 500 * kMs);
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
  test_faults_stay_where_they_are();
  test_slow_sector();
  test_gone();
  test_null_answers_at_once();
  test_nothing_out();
  test_speed();
  return failures();
}
