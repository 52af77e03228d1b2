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
  return failures();
}
