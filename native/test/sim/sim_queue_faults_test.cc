// The faults, the end and the clock of a simulated disk with several reads out.
#include <string>

#include "core/clock.h"
#include "test/sim/sim_queue.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

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
  test_faults_stay_where_they_are();
  test_slow_sector();
  test_gone();
  test_null_answers_at_once();
  test_nothing_out();
  test_speed();
  return failures();
}
