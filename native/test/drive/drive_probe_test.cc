// What a drive is asked before it is trusted to verify, and what it answers.
#include "drive/drive_ask.h"
#include "test/drive/scripted_nvme.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kSectors = 4096;

struct ProbeRig : DriveRig {
  DriveQuestions questions{kSectors, true, true};
  DriveAnswers answers;

  explicit ProbeRig(DriveOrder order = DriveOrder::read_verify_ext) {
    site.orders = {order};
    drive.sectors = kSectors;
  }

  bool ask() { return ask_drive_by({calls, drive, ring}, "/dev/sdz", site, questions, answers, error); }

  std::vector<uint64_t> lbas() const {
    std::vector<uint64_t> lbas;
    for (const SentOrder& order : drive.sent) {
      CHECK_EQ(order.sectors, 1u);
      lbas.push_back(order.lba);
    }
    return lbas;
  }
};

void an_honest_drive_has_no_sector_behind_its_last() {
  ProbeRig rig;
  rig.drive.on_order = [](const SentOrder& order) {
    return order.lba < kSectors ? SgAnswer{} : with_sense(5, 0x21, 0);
  };
  CHECK(rig.ask());
  CHECK(rig.lbas() == (std::vector<uint64_t>{0, kSectors - 1, kSectors}));
  CHECK(rig.answers.first.asked && rig.answers.first.outcome.error == Error::none);
  CHECK(rig.answers.last.asked && rig.answers.last.outcome.error == Error::none);
  CHECK(rig.answers.behind.asked && rig.answers.behind.outcome.error == Error::idnf);
  CHECK(!rig.answers.nvme.known);
}

void one_that_lies_has() {
  ProbeRig rig(DriveOrder::verify10);
  CHECK(rig.ask());
  CHECK(rig.answers.behind.asked && rig.answers.behind.outcome.error == Error::none);
}

void only_what_is_wanted_is_asked() {
  ProbeRig rig;
  rig.questions = {kSectors, false, false};
  CHECK(rig.ask());
  CHECK(rig.lbas() == (std::vector<uint64_t>{0}));
  CHECK(!rig.answers.last.asked && !rig.answers.behind.asked);
}

void of_a_partition_nothing_outside_is_asked_for() {
  ProbeRig rig;
  rig.site.first_lba = 2048;
  rig.drive.sectors = 100;
  CHECK(rig.ask());
  CHECK(rig.lbas() == (std::vector<uint64_t>{2048, kSectors}));  // the latter is no one's
  CHECK(!rig.answers.last.asked);
  // Nor where the drive is said to end within it.
  ProbeRig odd;
  odd.site.first_lba = 2048;
  CHECK(odd.ask());
  CHECK(odd.lbas() == (std::vector<uint64_t>{2048}));
}

// The registers of a success, by descriptors: SAT-4 table 150.
SgAnswer with_registers(uint64_t lba, uint8_t status = 0x50, uint8_t error = 0) {
  std::vector<uint8_t> sense(22);
  sense[0] = 0x72;
  sense[1] = 1;
  sense[3] = 0x1d;
  sense[7] = 14;
  sense[8] = 0x09;
  sense[9] = 12;
  sense[10] = 1;
  sense[11] = error;
  for (int i = 0; i < 3; i++) {
    sense[static_cast<size_t>(15 + 2 * i)] = static_cast<uint8_t>(lba >> (8 * i));
    sense[static_cast<size_t>(14 + 2 * i)] = static_cast<uint8_t>(lba >> (24 + 8 * i));
  }
  sense[21] = status;
  return check_condition(sense);
}

std::optional<uint64_t> native_last(ProbeRig& rig) {
  return ask_native_last_by({rig.calls, rig.drive, rig.ring}, "/dev/sdz", rig.site, rig.error);
}

void the_last_that_it_has_is_asked_for_by_one_command() {
  for (const uint64_t last : {uint64_t{kSectors}, (uint64_t{1} << 48) - 2}) {
    ProbeRig rig;
    rig.drive.answers = {with_registers(last)};
    CHECK_EQ(native_last(rig).value_or(0), last);
    CHECK_EQ(rig.drive.sent.size(), 1u);
    const std::vector<uint8_t> cdb{0x85, 0x07, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x27, 0};
    CHECK(rig.drive.sent[0].cdb == cdb);
  }
}

void one_that_does_not_tell_it_has_none() {
  const std::vector<SgAnswer> answers = {
      {},                                  // no registers came
      with_sense(5, 0x20, 0),              // it knows no such command
      with_sense(1, 0x00, 0x1d),           // registers in fixed format, cut off
      with_registers(7, 0x51, 0x04),       // it aborts it
  };
  for (const SgAnswer& answer : answers) {
    ProbeRig rig;
    rig.drive.answers = {answer};
    CHECK(!native_last(rig));
    CHECK(rig.error.code == nullptr);
  }
}

void one_that_has_other_news_is_asked_again() {
  ProbeRig rig;
  rig.drive.answers = {with_sense(6, 0x29, 0), with_registers(kSectors)};
  CHECK_EQ(native_last(rig).value_or(0), kSectors);
  ProbeRig never;
  never.drive.on_order = [](const SentOrder&) { return with_sense(6, 0x29, 0); };
  CHECK(!native_last(never));
  CHECK_EQ(never.drive.sent.size(), 1u + kMaxAgain);
  ProbeRig silent;
  silent.drive.on_order = [](const SentOrder&) { return SgAnswer{0, 0, 0, {}, kNoAnswer}; };
  CHECK(!native_last(silent));
}

void what_it_does_not_take_is_told() {
  ProbeRig unknown;
  unknown.drive.on_order = [](const SentOrder&) { return with_sense(5, 0x20, 0); };
  CHECK(unknown.ask());
  CHECK(unknown.answers.first.course == Course::unsupported);
  for (const int error_number : {EPERM, EACCES}) {
    ProbeRig refused;
    refused.drive.write_errnos = {0, error_number};  // the first is who it is
    refused.questions = {kSectors, false, false};
    CHECK(refused.ask());
    CHECK(refused.answers.first.course == Course::refused);
    CHECK_EQ(refused.answers.first.outcome.error_number, error_number);
  }
}

void attention_and_spin_up_are_waited_out() {
  ProbeRig rig;
  rig.questions = {kSectors, false, false};
  rig.drive.answers = {with_sense(6, 0x29, 0), with_sense(2, 4, 1), with_sense(2, 4, 1)};
  CHECK(rig.ask());
  CHECK(rig.answers.first.outcome.error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 4u);
}

void a_drive_that_is_silent_is_asked_nothing_more() {
  ProbeRig rig;
  rig.drive.on_order = [](const SentOrder&) { return SgAnswer{0, 0, 0, {}, kNoAnswer}; };
  CHECK(rig.ask());
  CHECK(rig.answers.first.outcome.error == Error::time);
  CHECK_EQ(rig.drive.sent.size(), 1u);
  CHECK(!rig.answers.last.asked && !rig.answers.behind.asked);
}

void another_drive_is_asked_nothing() {
  ProbeRig rig;
  rig.drive.serial = "DRIVE-02";
  CHECK(!rig.ask());
  CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
  CHECK(rig.drive.sent.empty());
}

void an_nvme_controller_says_what_it_can() {
  ProbeRig rig(DriveOrder::nvme_verify);
  ScriptedNvme nvme(rig.calls, rig.drive);
  rig.site.way = DriveWay::nvme_uring;
  rig.site.node = {"/dev/ng0n1", "8:1"};
  rig.site.nsid = 1;
  const auto ask = [&rig, &nvme] {
    rig.answers = {};
    return ask_drive_by({rig.calls, rig.drive, nvme}, "/dev/nvme0n1", rig.site, rig.questions,
                        rig.answers, rig.error);
  };
  nvme.optional_commands = 0x0180;
  nvme.verify_size_limit = 7;
  nvme.answers = {{0}, {0}, {0x80}};
  CHECK(ask());
  CHECK(rig.answers.nvme.known);
  CHECK_EQ(rig.answers.nvme.optional_commands, 0x0180);
  CHECK_EQ(+rig.answers.nvme.verify_size_limit, 7);
  CHECK(rig.answers.behind.outcome.error == Error::idnf);
  // An older one knows no limits of commands; who may not ask learns nothing.
  nvme.verify_size_limit = -1;
  CHECK(ask());
  CHECK(rig.answers.nvme.known);
  CHECK_EQ(+rig.answers.nvme.verify_size_limit, 0);
  // One that knows no Verify is sent none; nor is one that may not be asked.
  const size_t sent = nvme.sent.size();
  nvme.optional_commands = 0x007f;
  CHECK(ask());
  CHECK(rig.answers.nvme.known && !rig.answers.first.asked);
  nvme.admin_errno = EACCES;
  CHECK(ask());
  CHECK(!rig.answers.nvme.known && !rig.answers.first.asked);
  CHECK_EQ(nvme.sent.size(), sent);
}

}  // namespace

int main() {
  an_honest_drive_has_no_sector_behind_its_last();
  one_that_lies_has();
  only_what_is_wanted_is_asked();
  of_a_partition_nothing_outside_is_asked_for();
  the_last_that_it_has_is_asked_for_by_one_command();
  one_that_does_not_tell_it_has_none();
  one_that_has_other_news_is_asked_again();
  what_it_does_not_take_is_told();
  attention_and_spin_up_are_waited_out();
  a_drive_that_is_silent_is_asked_nothing_more();
  another_drive_is_asked_nothing();
  an_nvme_controller_says_what_it_can();
  return failures();
}
