// How reads go out through a scripted io_uring and how they are waited for: what io_uring_enter(2)
// takes, refuses and leaves, and what is done once nobody wants the answers any more.
#include "test/uring/uring_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void what_the_kernel_does_not_take_at_once_goes_later() {
  UringCheck check(8);
  CHECK(check.open());
  check.ring.takes_at_most = 0;
  for (uint32_t slot = 0; slot < 8; slot++) check.submit(slot);
  CHECK(check.ring.reads.empty());
  check.ring.takes_at_most = 3;
  check.reap(8);
  for (uint32_t slot = 0; slot < 8; slot++) {
    check.check(slot, Error::none, 0);
    CHECK(check.brought_right(slot));
    CHECK_EQ(check.outcomes[slot].latency_ns / kStepNs, 1u);  // from when it was sent
  }
}

// io_uring_enter(2) itself fails.
void a_call_that_fails_is_each_reads_answer() {
  UringCheck busy(3);
  busy.ring.enter_errnos = {EBUSY, EBUSY, EBUSY};
  busy.run();
  for (uint32_t slot = 0; slot < 3; slot++) busy.check(slot, Error::defect, EBUSY);
  UringCheck later(3);
  later.ring.enter_errnos = {EAGAIN, 0, EAGAIN, EAGAIN, 0, EINTR, ENOMEM};
  later.run();
  for (uint32_t slot = 0; slot < 3; slot++) {
    later.check(slot, Error::none, 0);
    CHECK(later.brought_right(slot));
  }
  UringCheck never(2);
  never.ring.enter_errnos.assign(10'000, EAGAIN);
  never.run();
  for (uint32_t slot = 0; slot < 2; slot++) never.check(slot, Error::defect, EAGAIN);
  CHECK(never.ring.reads.empty());
}

// With nothing to send, answers come all the same.
void a_wait_that_fails_is_a_pause() {
  UringCheck check(1);
  check.ring.answers = {{kAll, 50 * kStepNs}};
  check.ring.enter_errnos = {0, EINVAL, EINTR, EINVAL};
  CHECK(check.open());
  check.submit(0);
  Completion completion;
  CHECK_EQ(check.queue->reap(&completion, 1, kStepNs), 0u);
  check.reap(1);
  CHECK_EQ(check.calls.pauses, 2);
  check.check(0, Error::none, 0);
}

// What is to be sent again goes out in time, though the other read lets one wait.
void a_pause_ends_in_the_midst_of_a_wait() {
  UringCheck check(2);
  check.ring.answers = {{-EAGAIN, 1000}, {kAll, kSilent}};
  CHECK(check.open());
  for (uint32_t slot = 0; slot < 2; slot++) check.submit(slot);
  check.reap(1);
  CHECK_EQ(check.order[0], 0u);
  CHECK(check.outcomes[0].latency_ns < 2 * kRepeatPauseNs + 2 * kStepNs);
}

void a_wait_has_its_limit() {
  UringCheck check(2);
  check.ring.answers = {{kAll, kSilent}, {kAll, 5'000'000'000}};
  CHECK(check.open());
  for (uint32_t slot = 0; slot < 2; slot++) check.submit(slot);
  Completion completion;
  for (const uint64_t wait_ns : {uint64_t{100'000'000}, uint64_t{1'234'567'890}}) {
    const uint64_t begun_ns = check.calls.clock_ns;
    CHECK_EQ(check.queue->reap(&completion, 1, wait_ns), 0u);
    CHECK(check.calls.clock_ns - begun_ns >= wait_ns);
    CHECK(check.calls.clock_ns - begun_ns <= wait_ns + 10 * kClockStepNs);
  }
  check.reap(1);
  CHECK_EQ(check.order[0], 1u);
  CHECK_EQ(check.queue->reap(&completion, 1, 0), 0u);
  CHECK(check.queue->is_in_use());
}

void no_more_are_given_than_there_is_room_for() {
  UringCheck check(8);
  CHECK(check.open());
  for (uint32_t slot = 0; slot < 8; slot++) check.submit(slot);
  Completion completions[3];
  uint32_t told = 0;
  check.calls.clock_ns += 2 * kStepNs;  // all are due but the last, which is not sent yet
  for (const uint32_t expected : {3u, 3u, 1u, 1u, 0u}) {
    const uint32_t count = check.queue->reap(completions, 3, kStepNs * 2);
    CHECK_EQ(count, expected);
    told += count;
  }
  CHECK_EQ(told, 8u);
}

void a_device_that_ends_gives_all_back() {
  UringCheck check(1);
  {
    const auto device =
        open_uring_device_with({check.calls, check.ring}, "x", 512, 1, check.error);
    CHECK(device != nullptr && device->depth() == 1 && !device->answers_at_once());
    CHECK(device->make_room(kReadBytes));
    Outcome outcome;
    CHECK(!device->submit(0, 8, 8, outcome));  // the next reap() would have sent it
  }
  CHECK(check.ring.reads.empty());
  CHECK_EQ(check.ring.unmaps, 2);
  CHECK_EQ(check.calls.closes, 2);
}

void waiting_out_sends_nothing_more() {
  UringCheck check(3);
  check.ring.answers = {{512, 70'000'000'000}, {-EAGAIN, 200'000'000'000}, {kAll, 5}};
  check.ring.enter_errnos = {0, 0, 0, EINTR, EINVAL};
  CHECK(check.open());
  for (uint32_t slot = 0; slot < 3; slot++) check.submit(slot);
  Completion completions[4];
  CHECK_EQ(check.queue->reap(completions, 4, 1000), 1u);
  check.submit(2);
  CHECK(check.queue->is_in_use());
  check.queue->wait_out();
  CHECK(!check.queue->is_in_use());
  CHECK_EQ(check.ring.reads.size(), 3u);
  CHECK(check.calls.clock_ns >= 200'000'000'000);
}

}  // namespace

int main() {
  what_the_kernel_does_not_take_at_once_goes_later();
  a_call_that_fails_is_each_reads_answer();
  a_wait_that_fails_is_a_pause();
  a_pause_ends_in_the_midst_of_a_wait();
  a_wait_has_its_limit();
  no_more_are_given_than_there_is_room_for();
  a_device_that_ends_gives_all_back();
  waiting_out_sends_nothing_more();
  return failures();
}
