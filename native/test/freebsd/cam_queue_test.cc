// Several reads out at once through pass(4), what is left behind, and the call that waits where that cannot
// be had.
#include "test/freebsd/cam_rig.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void several_are_out_at_once() {
  CamRig rig;
  CHECK(rig.open(8));
  CHECK_EQ(rig.queue->depth(), 8u);
  rig.cam.on_block = [](const SentBlock& block) {
    CamAnswer answer =
        block.lba == 16 ? with_registers(0x41, 0x40, 18) : CamAnswer{};
    answer.after_ns = (10 - block.lba / 8) * 1'000'000;  // the last first
    return answer;
  };
  for (uint32_t slot = 0; slot < 5; slot++) rig.queue->submit(slot, slot * 8, 8);
  Completion completions[8];
  std::vector<uint32_t> slots;
  for (int turn = 0; turn < 10 && slots.size() < 5; turn++) {
    const uint32_t count = rig.queue->reap(completions, 8, 1'000'000'000);
    for (uint32_t i = 0; i < count; i++) {
      slots.push_back(completions[i].slot);
      CHECK(completions[i].outcome.error == (completions[i].slot == 2 ? Error::unc : Error::none));
    }
  }
  CHECK(slots == (std::vector<uint32_t>{4, 3, 2, 1, 0}));
}

void a_hung_drive_is_left_behind() {
  CamRig rig;
  CHECK(rig.open(4));
  rig.cam.on_block = [](const SentBlock&) {
    CamAnswer never;
    never.after_ns = kNoAnswer;
    return never;
  };
  rig.queue->submit(0, 0, 8);
  Completion completion;
  CHECK_EQ(rig.queue->reap(&completion, 1, 1'000'000'000), 0u);
  // Nothing that is out writes to our memory: what it brings is copied when it is fetched.
  CHECK(!rig.queue->is_in_use());
  rig.queue.reset();
  CHECK_EQ(rig.cam.closes, 1);
}

void a_drive_that_was_pulled_is_gone() {
  CamRig rig;
  CHECK(rig.open(4));
  rig.cam.on_block = [](const SentBlock&) {
    CamAnswer never;
    never.after_ns = kNoAnswer;
    return never;
  };
  for (uint32_t slot = 0; slot < 4; slot++) rig.queue->submit(slot, slot * 8, 8);
  rig.cam.is_gone = true;
  check_all_gone(*rig.queue, 4);
}

void without_a_queue_of_its_own_each_call_waits() {
  const auto check_waits = [](CamRig& rig) {
    CHECK(rig.open(8));
    CHECK_EQ(rig.queue->depth(), 1u);
    rig.cam.answers = {with_registers(0x41, 0x40, 1002)};
    const Outcome outcome = rig.read(1000, 8);
    CHECK(outcome.error == Error::unc && outcome.named);
    CHECK(outcome.latency_ns >= 1'000'000);
    CHECK(!rig.cam.sent[0].is_queued);
    rig.cam.is_gone = true;
    CHECK(rig.read(1000, 8).error == Error::gone);
  };
  {
    CamRig rig;
    rig.cam.queues = false;  // before FreeBSD 10.3
    check_waits(rig);
  }
  {
    CamRig rig;
    rig.cam.lock_errno = EWOULDBLOCK;  // another reader's
    check_waits(rig);
  }
  {
    CamRig rig;
    rig.cam.watch_errno = EMFILE;
    check_waits(rig);
  }
}

void a_queue_that_a_driver_left_frozen_is_told_to_go_on() {
  for (const bool queues : {true, false}) {
    CamRig rig;
    rig.cam.queues = queues;
    CHECK(rig.open());
    rig.cam.answers = {with_registers(0x41, 0x40, 1002, CAM_ATA_STATUS_ERROR | CAM_DEV_QFRZN)};
    CHECK(rig.read(1000, 8).error == Error::unc);
    CHECK_EQ(rig.cam.releases, 1);
    CHECK(rig.read(1000, 8).error == Error::none);
    CHECK_EQ(rig.cam.releases, 1);
  }
}

void a_late_answer_has_its_time_and_its_words() {
  CamRig rig;
  CHECK(rig.open());
  CamAnswer late = with_registers(0x51, 0x04, 1000);
  late.after_ns = 40'000'000'000;
  rig.cam.answers = {late};
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::abrt);
  CHECK(outcome.latency_ns >= 40'000'000'000);
  CHECK_EQ(rig.cam.sent.size(), 1u);
}

void what_nobody_lets_through_says_nothing_of_the_sector() {
  CamRig rig;
  CHECK(rig.open());
  rig.cam.queue_errnos = {EPERM};
  const Outcome outcome = rig.read(100, 1);
  CHECK(outcome.error == Error::defect);
  CHECK_EQ(outcome.error_number, EPERM);
}

}  // namespace

int main() {
  several_are_out_at_once();
  a_hung_drive_is_left_behind();
  a_drive_that_was_pulled_is_gone();
  without_a_queue_of_its_own_each_call_waits();
  a_queue_that_a_driver_left_frozen_is_told_to_go_on();
  a_late_answer_has_its_time_and_its_words();
  what_nobody_lets_through_says_nothing_of_the_sector();
  return failures();
}
