#include "uring/uring_queue.h"

#include <linux/ioprio.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace surfscan {
namespace {

constexpr uint64_t kWaitOutStepNs = 60'000'000'000;

// What a wait may say that found nothing.
bool is_no_answer(int error_number) { return error_number == ETIME || error_number == EINTR; }

// Of the same class, and the nearest level. To ask for the real-time class takes a privilege at each
// read, which may be gone.
uint16_t priority_beside(uint16_t own) {
  if (IOPRIO_PRIO_CLASS(own) == IOPRIO_CLASS_RT) return IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 0);
  return own ^ 1;
}

}  // namespace

UringQueue::UringQueue(const SystemCalls& calls, const RingCalls& ring_calls, OpenTarget opened,
                       uint32_t depth)
    : calls_(calls),
      file_(std::move(opened.file)),
      geometry_(std::move(opened.geometry)),
      target_(opened.target),
      bypass_(calls, opened.target),
      ring_(calls, ring_calls),
      slots_(depth),
      other_priority_(priority_beside(ring_calls.priority())) {}

void UringQueue::submit(uint32_t slot, uint64_t lba, uint32_t sectors) {
  const uint64_t sector_bytes = geometry_.logical_bytes;
  begin(slot, {lba * sector_bytes, sectors * sector_bytes, room_.of(slot)},
        is_second_ ? other_priority_ : 0);
  is_second_ = !is_second_;
  // The disk begins on it while the next is made ready. Not the last one that fits: the call that
  // waits sends it.
  if (ring_.out() + ring_.unsent() < depth()) send(0);
}

uint32_t UringQueue::reap(Completion* completions, uint32_t most, uint64_t wait_ns) {
  // What has come is seen before others are sent, which takes its time.
  const uint32_t come = collect(completions, most);
  send(come == 0 ? wait_ns : 0);
  return come == 0 ? collect(completions, most) : come;
}

void UringQueue::wait_out() {
  while (ring_.unsent() > 0) ring_.take_back();
  while (is_in_use()) {
    const int error_number = ring_.enter(kWaitOutStepNs);
    if (error_number != 0 && !is_no_answer(error_number)) calls_.pause(kRepeatPauseNs);
    for (UringRing::Answer answer; ring_.take(answer);) {
    }
  }
}

void UringQueue::begin(uint32_t slot, const ByteRange& range, uint16_t priority) {
  bypass_.prepare(range);
  slots_[slot] = {range, ReadProgress(target_, range.bytes), priority, bypass_.holds(), false, 0, 0};
  queue_rest(slot);
}

void UringQueue::queue_rest(uint32_t slot) {
  const ByteRange& range = slots_[slot].range;
  const uint64_t done = slots_[slot].progress.done_bytes();
  ring_.queue_read(target_.fd, {range.offset + done, range.bytes - done, range.buffer + done},
                   slot, slots_[slot].priority);
}

void UringQueue::queue_repeats() {
  if (repeats_ == 0) return;
  const uint64_t now_ns = calls_.now_ns();
  for (uint32_t slot = 0; slot < depth(); slot++) {
    const uint64_t at_ns = slots_[slot].repeat_at_ns;
    if (at_ns == 0 || at_ns > now_ns) continue;
    slots_[slot].repeat_at_ns = 0;
    repeats_--;
    queue_rest(slot);
  }
}

void UringQueue::send(uint64_t wait_ns) {
  queue_repeats();
  if (ring_.unsent() == 0 && wait_ns == 0) return;
  stamp_unsent();
  const uint64_t limit_ns = repeats_ == 0 ? wait_ns : std::min(wait_ns, kRepeatPauseNs);
  const int error_number = ring_.enter(limit_ns);
  if (error_number == 0 || (ring_.unsent() == 0 && is_no_answer(error_number))) return;
  // A call that fails has sent nothing: that is the answer of each of the reads.
  while (ring_.unsent() > 0) refused_.push_back({ring_.take_back(), -error_number});
  // With nothing to send it is the wait that failed: answers come all the same.
  if (refused_.empty()) calls_.pause(std::min(limit_ns, kRepeatPauseNs));
}

void UringQueue::stamp_unsent() {
  if (ring_.unsent() == 0) return;
  const uint64_t now_ns = calls_.now_ns();
  for (uint32_t i = 0; i < ring_.unsent(); i++) {
    Slot& slot = slots_[ring_.unsent_slot(i)];
    if (!slot.begun) slot.since_ns = now_ns;
  }
}

uint32_t UringQueue::collect(Completion* completions, uint32_t most) {
  uint32_t count = 0;
  uint64_t now_ns = 0;
  for (UringRing::Answer answer; count < most && next_answer(answer);) {
    if (now_ns == 0) now_ns = calls_.now_ns();
    if (finishes(answer, now_ns, completions[count])) count++;
  }
  return count;
}

bool UringQueue::next_answer(UringRing::Answer& answer) {
  if (refused_.empty()) return ring_.take(answer);
  answer = refused_.back();
  refused_.pop_back();
  return true;
}

// False: it has been sent again, or will be.
bool UringQueue::finishes(const UringRing::Answer& answer, uint64_t now_ns,
                          Completion& completion) {
  Slot& slot = slots_[answer.slot];
  slot.begun = true;
  Outcome outcome;
  const ReadProgress::Next next = slot.progress.take(answer.result, outcome);
  if (next == ReadProgress::Next::read_rest) {
    queue_rest(answer.slot);
    return false;
  }
  if (next == ReadProgress::Next::rest_after_pause) {
    slot.repeat_at_ns = now_ns + kRepeatPauseNs;
    repeats_++;
    return false;
  }
  if (bypass_.gives_way_to(outcome, slot.bypassed)) {
    begin(answer.slot, slot.range, slot.priority);
    return false;
  }
  outcome.latency_ns = now_ns - slot.since_ns;
  completion = {answer.slot, outcome};
  return true;
}

}  // namespace surfscan
