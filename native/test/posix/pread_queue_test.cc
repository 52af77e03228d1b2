// Several reads in flight by threads, over a system that answers when the test says so.
#include "posix/pread_queue.h"

#include <signal.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "test/check.h"
#include "test/posix/gate.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint32_t kSectors = 8;
constexpr uint64_t kSecondNs = 1'000'000'000;

std::unique_ptr<Device> open_queue(const SystemCalls& calls, uint32_t depth) {
  OpenError error;
  auto device = open_pread_queue_with(calls, "disk.img", 512, depth, error);
  CHECK(device != nullptr && error.code == nullptr);
  CHECK(device->make_room(kSectors * 512));
  CHECK(!device->answers_at_once());
  return device;
}

void submit(Device& device, uint32_t slot, uint64_t block) {
  Outcome outcome;
  CHECK(!device.submit(slot, block * kSectors, kSectors, outcome));
}

void as_many_at_once_as_there_are_threads() {
  Gate gate;
  const auto device = open_queue(gate, 4);
  gate.set_open(false);
  for (uint32_t slot = 0; slot < device->depth(); slot++) submit(*device, slot, slot);
  CHECK(gate.waits_for(4));
  Completion completions[8];
  CHECK_EQ(device->reap(completions, 8, 1'000'000), 0u);  // waits, and no longer
  gate.set_open(true);
  std::vector<uint32_t> slots;
  while (slots.size() < device->depth()) {
    const uint32_t count = device->reap(completions, 8, kSecondNs);
    CHECK(count > 0);
    for (uint32_t i = 0; i < count; i++) slots.push_back(completions[i].slot);
  }
  std::sort(slots.begin(), slots.end());
  for (uint32_t slot = 0; slot < slots.size(); slot++) CHECK_EQ(slots[slot], slot);
  CHECK_EQ(gate.most_inside(), 4);
}

// Each slot's answer is that of its own read, thousands of times.
void every_answer_is_its_reads_own() {
  constexpr uint32_t kReads = 5000;
  Gate gate;
  gate.failing_offset = 7 * 4096;
  const auto device = open_queue(gate, 3);
  std::vector<uint64_t> block_of(device->depth());
  uint32_t submitted = 0, answered = 0, failed = 0;
  const auto send = [&](uint32_t slot) {
    block_of[slot] = submitted++ % 200;
    submit(*device, slot, block_of[slot]);
  };
  for (uint32_t slot = 0; slot < device->depth(); slot++) send(slot);
  while (answered < kReads) {
    Completion completions[2];
    const uint32_t count = device->reap(completions, 2, kSecondNs);
    CHECK(count > 0 && count <= 2);
    for (uint32_t i = 0; i < count; i++, answered++) {
      const auto& [slot, outcome] = completions[i];
      const bool fails = block_of[slot] == 7;
      failed += fails;
      CHECK(outcome.error == (fails ? Error::unc : Error::none));
      CHECK_EQ(outcome.error_number, fails ? ENODATA : 0);
      if (submitted < kReads) send(slot);
    }
  }
  CHECK_EQ(failed, kReads / 200);
  CHECK(device->cache_bypassed());
}

void times_a_read_from_when_its_thread_begins() {
  Gate gate;
  const auto device = open_queue(gate, 2);
  gate.set_open(false);
  const uint64_t begun_ns = device->clock_ns();
  for (uint32_t slot = 0; slot < 3; slot++) submit(*device, slot, slot);
  CHECK(gate.waits_for(2));
  device->rest(50'000'000);
  gate.set_open(true);
  uint64_t longest_ns = 0, shortest_ns = UINT64_MAX;
  for (int answered = 0; answered < 3;) {
    Completion completion;
    if (device->reap(&completion, 1, kSecondNs) == 0) continue;
    answered++;
    longest_ns = std::max(longest_ns, completion.outcome.latency_ns);
    shortest_ns = std::min(shortest_ns, completion.outcome.latency_ns);
  }
  CHECK(longest_ns >= 50'000'000);
  CHECK(longest_ns <= device->clock_ns() - begun_ns);
  CHECK(shortest_ns < 50'000'000);  // the third one waited for a thread, not for the disk
}

// A file system that refuses O_DIRECT after all: reported, whichever thread met it.
void reads_through_the_cache_where_it_must() {
  Gate gate;
  gate.refused_offset = 4096;
  const auto device = open_queue(gate, 2);
  for (uint32_t slot = 0; slot < 4; slot++) submit(*device, slot, slot);
  for (int answered = 0; answered < 4;) {
    Completion completion;
    if (device->reap(&completion, 1, kSecondNs) == 0) continue;
    answered++;
    CHECK(completion.outcome.error == Error::none);
  }
  CHECK(!device->cache_bypassed());
}

// The file is one for all threads: what one has learnt of it, all know. Else they would read without
// O_DIRECT and leave what they read in memory, and time that.
void all_threads_drop_the_cache_once_one_was_refused() {
  Gate gate;
  gate.refused_offset = 0;
  const auto device = open_queue(gate, 2);
  Completion completion;
  submit(*device, 0, 0);
  CHECK_EQ(device->reap(&completion, 1, kSecondNs), 1u);
  CHECK(!device->cache_bypassed());
  CHECK_EQ(gate.dropped().size(), 1u);
  for (uint64_t round = 1; round <= 50; round++) {
    gate.set_open(false);
    // Far apart: each lies in a page of its own, however large.
    for (uint32_t slot = 0; slot < 2; slot++) submit(*device, slot, 32 * round + 16 * slot);
    CHECK(gate.waits_for(2));  // one in each thread
    gate.set_open(true);
    for (int answered = 0; answered < 2;) {
      answered += static_cast<int>(device->reap(&completion, 1, kSecondNs));
    }
    CHECK_EQ(gate.dropped().size(), 1 + 2 * round);
  }
}

// A read that was out when another took O_DIRECT off may have been answered by memory: it is done again.
void a_read_that_was_out_when_the_cache_came_in_is_done_again() {
  constexpr uint64_t kOther = 16;
  Gate gate;
  gate.refused_offset = 0;
  gate.held_offset = kOther * kSectors * 512;
  const auto device = open_queue(gate, 2);
  submit(*device, 1, kOther);
  CHECK(gate.waits_for(1));
  submit(*device, 0, 0);
  for (int answered = 0; answered < 2;) {
    Completion completion;
    const uint32_t count = device->reap(&completion, 1, kSecondNs);
    answered += static_cast<int>(count);
    if (count == 1) CHECK(completion.outcome.error == Error::none);
  }
  const std::vector<off_t> dropped = gate.dropped();
  CHECK_EQ(dropped.size(), 2u);
  CHECK(std::count(dropped.begin(), dropped.end(), gate.held_offset) == 1);
}

bool is_blocked(int signal) {
  sigset_t now;
  pthread_sigmask(SIG_BLOCK, nullptr, &now);
  return sigismember(&now, signal) == 1;
}

// A signal is for the thread that waits for one: not for those that wait for the disk.
void its_threads_take_no_signals() {
  Gate gate;
  int taking = 0;
  gate.on_read = [&] { taking += !is_blocked(SIGTERM) || !is_blocked(SIGINT); };
  const auto device = open_queue(gate, 2);
  CHECK(!is_blocked(SIGTERM));
  submit(*device, 0, 0);
  Completion completion;
  CHECK_EQ(device->reap(&completion, 1, kSecondNs), 1u);
  CHECK_EQ(taking, 0);
}

void has_no_more_slots_than_a_device_may() {
  Gate gate;
  CHECK_EQ(open_queue(gate, 4)->depth(), 8u);
  CHECK_EQ(open_queue(gate, kMaxDepth / 2 + 1)->depth(), kMaxDepth);
}

void ends_with_its_threads_where_nothing_is_out() {
  Gate gate;
  auto device = open_queue(gate, 8);
  submit(*device, 0, 0);
  Completion completion;
  CHECK_EQ(device->reap(&completion, 1, kSecondNs), 1u);
  device.reset();
  CHECK(gate.is_closed());
}

// A disk that does not answer holds nobody: what its reads need lives until they come back.
void ends_at_once_though_reads_are_out() {
  Gate gate;
  auto device = open_queue(gate, 2);
  gate.set_open(false);
  for (uint32_t slot = 0; slot < 4; slot++) submit(*device, slot, slot);
  CHECK(gate.waits_for(2));
  device.reset();
  CHECK(!gate.is_closed());
  gate.set_open(true);
  CHECK(gate.waits_for_close());
  CHECK_EQ(gate.most_inside(), 2);  // what still waited was not begun
}

void says_why_it_cannot_be_opened() {
  OpenError error;
  CHECK(open_pread_queue("/nowhere/disk", 512, 4, error) == nullptr);
  CHECK(error.code != nullptr && std::string(error.code) == "ERR_ABSENT");
  CHECK_EQ(error.error_number, ENOENT);
}

}  // namespace

int main() {
  as_many_at_once_as_there_are_threads();
  every_answer_is_its_reads_own();
  times_a_read_from_when_its_thread_begins();
  reads_through_the_cache_where_it_must();
  all_threads_drop_the_cache_once_one_was_refused();
  a_read_that_was_out_when_the_cache_came_in_is_done_again();
  its_threads_take_no_signals();
  has_no_more_slots_than_a_device_may();
  ends_with_its_threads_where_nothing_is_out();
  ends_at_once_though_reads_are_out();
  says_why_it_cannot_be_opened();
  return failures();
}
