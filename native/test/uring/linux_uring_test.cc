// Reads in flight over a scripted io_uring: each case is what the kernel says, then what came of it.
#include <string>

#include "test/uring/uring_check.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void reads_whole() {
  UringCheck check(4);
  check.run();
  for (uint32_t slot = 0; slot < 4; slot++) {
    check.check(slot, Error::none, 0);
    CHECK(check.brought_right(slot));
    CHECK_EQ(check.outcomes[slot].latency_ns / kStepNs, 1u);  // each from when it was sent itself
    CHECK_EQ(check.ring.reads[slot].offset, UringCheck::offset_of(slot));
    CHECK_EQ(check.ring.reads[slot].bytes, kReadBytes);
    CHECK_EQ(reinterpret_cast<uintptr_t>(check.queue->brought(slot)) % 4096, 0u);
  }
  CHECK_EQ(check.ring.most_out, 4u);
  CHECK(check.calls.advices.empty());
}

void reads_are_sent_at_once() {
  UringCheck check(4);
  CHECK(check.open());
  for (const uint32_t slot : {0, 1, 2}) {
    check.submit(slot);
    CHECK_EQ(check.ring.reads.size(), slot + 1);
  }
  check.submit(3);  // the last that fits goes with the call that waits
  CHECK_EQ(check.ring.enters, 3);
  check.reap(4);
  CHECK_EQ(check.ring.most_out, 4u);
}

void answers_come_in_any_order() {
  UringCheck check(4);
  check.ring.answers = {{kAll, 4 * kStepNs}, {-ENODATA, kStepNs}, {kAll, 3 * kStepNs}, {kAll, 2 * kStepNs}};
  check.run();
  CHECK(check.order == (std::vector<uint32_t>{1, 3, 2, 0}));
  check.check(1, Error::unc, ENODATA);
  for (const uint32_t slot : {0, 2, 3}) {
    check.check(slot, Error::none, 0);
    CHECK(check.brought_right(slot));
  }
  CHECK_EQ(check.outcomes[0].latency_ns / kStepNs, 4u);
  CHECK_EQ(check.outcomes[1].latency_ns / kStepNs, 1u);
}

// The counters of a ring of four places wrap again and again.
void slots_are_used_again() {
  constexpr uint32_t kReads = 5000;
  UringCheck check(3);
  CHECK(check.open());
  check.ring.on_read = [&](const ReadCall&) {
    return RingAnswer{kAll, (1 + check.ring.reads.size() * 7 % 5) * kStepNs};
  };
  uint32_t submitted = 0, answered = 0;
  for (; submitted < 3; submitted++) check.submit(submitted);
  Completion completions[3];
  for (int reaps = 0; answered < kReads && reaps < 2 * static_cast<int>(kReads); reaps++) {
    const uint32_t count = check.queue->reap(completions, 3, 100 * kStepNs);
    for (uint32_t i = 0; i < count; i++, answered++) {
      CHECK(completions[i].outcome.error == Error::none);
      CHECK(check.brought_right(completions[i].slot));
      if (submitted == kReads) continue;
      check.submit(completions[i].slot);
      submitted++;
    }
  }
  CHECK_EQ(answered, kReads);
  CHECK_EQ(check.ring.reads.size(), kReads);
  CHECK_EQ(check.ring.most_out, 3u);
}

void fetches_the_rest_of_short_reads() {
  UringCheck check(2);
  check.ring.answers = {{512}, {kAll}, {1024}};
  check.run();
  check.check(0, Error::none, 0);
  CHECK(check.brought_right(0));
  CHECK_EQ(check.ring.reads.size(), 4u);
  CHECK_EQ(check.ring.reads[2].offset, UringCheck::offset_of(0) + 512);
  CHECK_EQ(check.ring.reads[3].offset, UringCheck::offset_of(0) + 1536);
  CHECK_EQ(check.ring.reads[3].bytes, kReadBytes - 1536);
  CHECK_EQ(check.outcomes[0].latency_ns / kStepNs, 3u);  // one outcome, one latency
  CHECK_EQ(check.outcomes[1].latency_ns / kStepNs, 1u);
}

void goes_back_to_the_last_whole_sector_of_a_disk() {
  UringCheck disk(1);
  disk.ring.answers = {{700}};
  disk.run();
  CHECK(disk.brought_right(0));
  CHECK_EQ(disk.ring.reads[1].offset, UringCheck::offset_of(0) + 512);
  UringCheck image(1, Kind::image);
  image.ring.answers = {{700}};
  image.run();
  CHECK(image.brought_right(0));
  CHECK_EQ(image.ring.reads[1].offset, UringCheck::offset_of(0) + 700);
}

// The kernel would make one request of them, which fails as a whole.
void neighbours_are_never_of_one_priority() {
  constexpr uint16_t kRealTime = 1 << 13, kBestEffort = 2 << 13, kIdle = 3 << 13;
  const uint16_t table[][2] = {{kBestEffort | 4, kBestEffort | 5}, {kBestEffort | 7, kBestEffort | 6},
                               {kIdle, kIdle | 1},                 {kRealTime | 4, kBestEffort}};
  for (const auto& row : table) {
    UringCheck check(4);
    check.ring.own_priority = row[0];
    check.ring.answers = {{kAll}, {512}, {kAll}, {-EINTR}};
    check.run();
    const uint16_t other = row[1];
    // Behind the four come the rest of the second, and the fourth again.
    CHECK(check.ring.priorities == (std::vector<uint16_t>{0, other, 0, other, other, other}));
  }
}

void nothing_before_the_end_is_gone() {
  UringCheck check(3);
  check.ring.answers = {{0}, {512}, {100}, {0}};
  check.run();
  for (uint32_t slot = 0; slot < 3; slot++) check.check(slot, Error::gone, 0);
}

void errnos_have_their_errors() {
  UringCheck check(6);
  check.ring.answers = {{-EIO}, {-ENODATA}, {-ENODEV}, {-ETIMEDOUT}, {-EINVAL}, {-ECANCELED}};
  check.run();
  check.check(0, Error::io, EIO);
  check.check(1, Error::unc, ENODATA);
  check.check(2, Error::gone, ENODEV);
  check.check(3, Error::time, ETIMEDOUT);
  check.check(4, Error::defect, EINVAL);
  check.check(5, Error::defect, ECANCELED);
  CHECK_EQ(check.ring.reads.size(), 6u);
}

void an_error_after_a_short_read_is_the_outcome() {
  UringCheck check(1);
  check.ring.answers = {{2048}, {-EIO}};
  check.run();
  check.check(0, Error::io, EIO);
}

// The other read is not held up by a pause.
void tries_again_when_asked_to() {
  UringCheck check(2);
  check.ring.answers = {{-EAGAIN}, {kAll, 2 * kStepNs}, {-ENOMEM}, {-EINTR}};
  check.run();
  CHECK(check.order == (std::vector<uint32_t>{1, 0}));
  check.check(0, Error::none, 0);
  CHECK(check.brought_right(0));
  CHECK_EQ(check.ring.reads.size(), 5u);
  CHECK(check.outcomes[0].latency_ns >= 4 * kStepNs + 2 * kRepeatPauseNs);
  CHECK_EQ(check.outcomes[1].latency_ns / kStepNs, 2u);
  CHECK_EQ(check.calls.pauses, 0);
}

void does_not_try_for_ever() {
  for (const int error_number : {EINTR, EAGAIN, ENOMEM}) {
    UringCheck check(2);
    check.ring.on_read = [=](const ReadCall& call) {
      return RingAnswer{call.offset == UringCheck::offset_of(0) ? -error_number : kAll, 1000};
    };
    check.run();
    check.check(0, Error::defect, error_number);
    check.check(1, Error::none, 0);
    CHECK_EQ(check.ring.reads.size(), kMaxRepeats + 2);
  }
}

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

void no_more_are_told_than_there_is_room_for() {
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

void an_image_that_refuses_alignment_is_read_through_the_cache() {
  UringCheck check(4, Kind::image);
  check.ring.on_read = [&](const ReadCall&) {
    return RingAnswer{check.calls.flags_set.empty() ? -EINVAL : kAll};
  };
  CHECK(check.open());
  CHECK(check.queue->cache_bypassed());
  for (uint32_t slot = 0; slot < 4; slot++) check.submit(slot);
  check.reap(4);
  CHECK(!check.queue->cache_bypassed());
  for (uint32_t slot = 0; slot < 4; slot++) {
    check.check(slot, Error::none, 0);
    CHECK(check.brought_right(slot));
    CHECK_EQ(check.outcomes[slot].latency_ns / kStepNs, 1u);  // of the second reading
  }
  CHECK_EQ(check.calls.flags_set.size(), 1u);
  CHECK_EQ(check.calls.advices.size(), 5u);  // no read-ahead, and what is cached is dropped
}

void an_image_without_a_way_past_the_cache_is_dropped_from_it() {
  UringCheck check(2, Kind::image, EINVAL);
  check.run();
  CHECK(!check.queue->cache_bypassed());
  CHECK_EQ(check.calls.advices.size(), 3u);
  CHECK_EQ(check.calls.advices[1].advice, POSIX_FADV_DONTNEED);
  check.check(0, Error::none, 0);
  UringCheck refused(1, Kind::image);
  refused.ring.answers = {{-EINVAL}};
  refused.calls.set_flags_errno = EPERM;
  refused.run();
  refused.check(0, Error::defect, EINVAL);
}

void check_unavailable(UringCheck& check, int error_number) {
  CHECK(!check.open());
  CHECK_EQ(std::string(check.error.code == nullptr ? "" : check.error.code), "ERR_OPEN");
  CHECK_EQ(std::string(check.error.syscall == nullptr ? "" : check.error.syscall),
           "io_uring_setup");
  CHECK_EQ(check.error.error_number, error_number);
}

void says_why_there_is_none() {
  for (const int error_number : {ENOSYS, EPERM, ENOMEM}) {
    UringCheck check(4);
    check.ring.setup_errno = error_number;
    check_unavailable(check, error_number);
    CHECK_EQ(uring_errno_with({check.calls, check.ring}), error_number);
    CHECK_EQ(check.calls.closes, 1);
  }
  UringCheck old(4);
  old.ring.features = IORING_FEAT_SINGLE_MMAP;
  check_unavailable(old, ENOSYS);
  CHECK_EQ(old.calls.closes, 2);  // the ring's and the disk's
  for (const int map : {0, 1}) {
    UringCheck check(4);
    check.ring.failing_map = map;
    check_unavailable(check, ENOMEM);
    CHECK_EQ(check.calls.closes, 2);
    CHECK_EQ(check.ring.unmaps, map);
  }
  UringCheck fine(4);
  CHECK_EQ(uring_errno_with({fine.calls, fine.ring}), 0);
  CHECK_EQ(fine.ring.unmaps, 2);
  CHECK_EQ(fine.calls.closes, 1);
}

void an_older_kernel_is_asked_for_less() {
  UringCheck check(4);
  check.run();
  CHECK(check.ring.setup_flags != 0);
  UringCheck older(4);
  older.ring.known_flags = 0;
  older.run();
  for (uint32_t slot = 0; slot < 4; slot++) older.check(slot, Error::none, 0);
  CHECK_EQ(older.ring.setup_flags, 0u);
}

void what_cannot_be_opened_needs_no_ring() {
  UringCheck check(4);
  check.calls.stat_errno = ENOENT;
  CHECK(!check.open());
  CHECK_EQ(std::string(check.error.code), "ERR_ABSENT");
  CHECK_EQ(check.ring.entries, 0u);
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
  reads_whole();
  reads_are_sent_at_once();
  answers_come_in_any_order();
  slots_are_used_again();
  fetches_the_rest_of_short_reads();
  goes_back_to_the_last_whole_sector_of_a_disk();
  neighbours_are_never_of_one_priority();
  nothing_before_the_end_is_gone();
  errnos_have_their_errors();
  an_error_after_a_short_read_is_the_outcome();
  tries_again_when_asked_to();
  does_not_try_for_ever();
  what_the_kernel_does_not_take_at_once_goes_later();
  a_call_that_fails_is_each_reads_answer();
  a_wait_that_fails_is_a_pause();
  a_wait_has_its_limit();
  no_more_are_told_than_there_is_room_for();
  an_image_that_refuses_alignment_is_read_through_the_cache();
  an_image_without_a_way_past_the_cache_is_dropped_from_it();
  says_why_there_is_none();
  an_older_kernel_is_asked_for_less();
  what_cannot_be_opened_needs_no_ring();
  a_device_that_ends_gives_all_back();
  waiting_out_sends_nothing_more();
  return failures();
}
