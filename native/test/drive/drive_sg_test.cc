// Reads through an sg node: what is sent, and what comes of each thing that drives and kernels do.
#include "test/drive/scripted_drive.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void a_read_is_one_command() {
  DriveRig rig;
  CHECK(rig.open());
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::none);
  CHECK(!outcome.drive.said() && !outcome.named);
  CHECK(outcome.latency_ns >= 1'000'000 && outcome.latency_ns < 1'100'000);
  CHECK_EQ(rig.drive.sent.size(), 1u);
  const SentOrder& sent = rig.drive.sent[0];
  CHECK(sent.cdb == (std::vector<uint8_t>{0x88, 0, 0, 0, 0, 0, 0, 0, 0x03, 0xe8, 0, 0, 0, 8, 0, 0}));
  CHECK_EQ(sent.timeout_ms, 600'000u);
  CHECK_EQ(sent.flags, 0x10u);
  CHECK_EQ(rig.calls.open_flags.back() & O_ACCMODE, O_RDWR);
  CHECK_EQ(rig.calls.open_flags.front() & O_ACCMODE, O_RDONLY);
}

void a_failure_is_one_command_and_has_the_drives_words() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.answers = {with_sense(3, 0x11, 4, 1002)};
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::unc);
  CHECK_EQ(outcome.error_number, 0);
  CHECK_EQ(outcome.drive.packed, sense_status(3, 0x11, 4).packed);
  CHECK(outcome.named);
  CHECK_EQ(rig.drive.sent.size(), 1u);
}

void what_was_not_done_is_sent_again() {
  const SgAnswer kAttention = with_sense(6, 0x29, 0);
  const SgAnswer kDeferred = with_sense(3, 0x0c, 2, 1000, 0x71);
  const SgAnswer kBusy{8};
  const SgAnswer kTaskSetFull{0x28};
  const SgAnswer kShort{0, 0, 512};
  for (const SgAnswer& answer : {kAttention, kDeferred, kBusy, kTaskSetFull, kShort}) {
    DriveRig rig;
    CHECK(rig.open());
    rig.drive.answers = {answer};
    const Outcome once = rig.read(1000, 8);
    CHECK(once.error == Error::none);
    CHECK_EQ(rig.drive.sent.size(), 2u);
    CHECK(once.latency_ns < 2'000'000);  // of the command that was done

    rig.drive.sent.clear();
    rig.drive.on_order = [&answer](const SentOrder&) { return answer; };
    CHECK(rig.read(1000, 8).error == Error::io);
    CHECK_EQ(rig.drive.sent.size(), 1u + kMaxAgain);
  }
}

void a_drive_that_becomes_ready_is_awaited_for_half_a_minute() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.on_order = [&rig](const SentOrder&) {
    return rig.calls.clock_ns < 20'000'000'000 ? with_sense(2, 4, 1) : SgAnswer{};
  };
  CHECK(rig.read(0, 1).error == Error::none);
  rig.drive.on_order = [](const SentOrder&) { return with_sense(2, 4, 1); };
  const uint64_t began_ns = rig.calls.clock_ns;
  const Outcome outcome = rig.read(0, 1);
  CHECK(outcome.error == Error::io);
  CHECK_EQ(outcome.drive.packed, sense_status(2, 4, 1).packed);
  CHECK(rig.calls.clock_ns - began_ns < kMaxReadyNs + 2 * kReadyPauseNs);
}

void a_late_answer_has_its_time_and_its_words() {
  DriveRig rig;
  CHECK(rig.open());
  // libata says of a command that it gave up on what a drive says that aborts one.
  SgAnswer late = with_sense(0xb, 0, 0);
  late.after_ns = 40'000'000'000;
  rig.drive.answers = {late};
  const Outcome outcome = rig.read(8, 8);
  CHECK(outcome.error == Error::abrt);
  CHECK(outcome.latency_ns >= 40'000'000'000);  // the loop over blocks makes TIME of it
  CHECK_EQ(rig.drive.sent.size(), 1u);
}

void a_drive_that_was_pulled_is_gone() {
  DriveRig rig;
  CHECK(rig.open(4));
  rig.drive.on_order = [](const SentOrder&) { return SgAnswer{0, 7}; };
  for (int i = 0; i < 40; i++) CHECK(rig.read(8, 8).error == Error::io);
  rig.drive.on_order = [](const SentOrder&) { return SgAnswer{0, 0, 0, {}, kNoAnswer}; };
  for (uint32_t slot = 0; slot < 4; slot++) rig.queue->submit(slot, slot * 8, 8);
  Completion completions[8];
  CHECK_EQ(rig.queue->reap(completions, 8, 1'000'000), 0u);
  rig.drive.is_gone = true;
  check_all_gone(*rig.queue, 4);
}

void a_wait_that_is_interrupted_is_no_answer() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.await_errnos = {EINTR, EINTR};
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 1u);
}

void a_full_descriptor_takes_it_later() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.write_errnos = {EDOM, EDOM, 0};
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 1u);
}

void what_is_too_long_is_halved_and_stays_so() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.write_errnos = {EIO, ENOMEM};
  const Outcome outcome = rig.read(100, 10);
  CHECK(outcome.error == Error::none);
  std::vector<uint64_t> pieces;
  for (const SentOrder& order : rig.drive.sent) pieces.push_back(order.sectors);
  CHECK(pieces == (std::vector<uint64_t>{3, 3, 3, 1}));
  CHECK(outcome.latency_ns >= 4'000'000 && outcome.latency_ns < 5'000'000);  // of all of them
  rig.drive.sent.clear();
  CHECK(rig.read(100, 4).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 2u);
  // A single sector is none too many.
  rig.drive.write_errnos = {EIO};
  const Outcome single = rig.read(100, 1);
  CHECK(single.error == Error::io);
  CHECK_EQ(single.error_number, EIO);
}

void what_nobody_lets_through_says_nothing_of_the_sector() {
  for (const int error_number : {EPERM, EACCES, EINVAL}) {
    DriveRig rig;
    CHECK(rig.open());
    rig.drive.write_errnos = {error_number, error_number, error_number};
    const Outcome outcome = rig.read(100, 1);
    CHECK(outcome.error == Error::defect);
    CHECK_EQ(outcome.error_number, error_number);
  }
}

void several_are_out_at_once() {
  DriveRig rig;
  CHECK(rig.open(64));
  CHECK_EQ(rig.queue->depth(), 16u);  // as many as a descriptor takes
  rig.drive.on_order = [](const SentOrder& order) {
    SgAnswer answer = order.lba == 16 ? with_sense(3, 0x11, 0) : SgAnswer{};
    answer.after_ns = (10 - order.lba / 8) * 1'000'000;  // the last first
    return answer;
  };
  for (uint32_t slot = 0; slot < 5; slot++) rig.queue->submit(slot, slot * 8, 8);
  Completion completions[16];
  std::vector<uint32_t> slots;
  while (slots.size() < 5) {
    const uint32_t count = rig.queue->reap(completions, 16, 1'000'000'000);
    for (uint32_t i = 0; i < count; i++) {
      slots.push_back(completions[i].slot);
      CHECK(completions[i].outcome.error ==
            (completions[i].slot == 2 ? Error::unc : Error::none));
    }
  }
  CHECK(slots == (std::vector<uint32_t>{4, 3, 2, 1, 0}));
}

}  // namespace

int main() {
  a_read_is_one_command();
  a_failure_is_one_command_and_has_the_drives_words();
  what_was_not_done_is_sent_again();
  a_drive_that_becomes_ready_is_awaited_for_half_a_minute();
  a_late_answer_has_its_time_and_its_words();
  a_drive_that_was_pulled_is_gone();
  a_wait_that_is_interrupted_is_no_answer();
  a_full_descriptor_takes_it_later();
  what_is_too_long_is_halved_and_stays_so();
  what_nobody_lets_through_says_nothing_of_the_sector();
  several_are_out_at_once();
  return failures();
}
