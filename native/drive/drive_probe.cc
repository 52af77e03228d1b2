#include "drive/drive_probe.h"

#include <utility>

#include "core/read_room.h"
#include "drive/drive_ask.h"
#include "drive/drive_identity.h"
#include "drive/nvme_command.h"

namespace surfscan {
namespace {

// What is out when the wait for it is given up may still be written to.
struct Asked {
  ReadRoom room;
  OpenedDrive drive;
};

class Asking {
 public:
  Asking(const SystemCalls& calls, const DriveSite& site, Asked& asked)
      : calls_(calls), asked_(asked), manner_({site.orders.front()}) {}

  // False: the drive does not answer, and is asked nothing more.
  bool ask(uint64_t lba, DriveAnswer& answer) {
    DriveRead read({lba, 1});
    answer.asked = true;
    for (;;) {
      if (!read.choose(manner_)) {
        answer.course = Course::unsupported;
        return true;
      }
      Verdict verdict;
      read.sent(calls_.now_ns());
      if (!send(read, verdict)) {
        answer.outcome.error = Error::time;
        return false;
      }
      answer.course = verdict.course;
      const DriveRead::Next next = read.take(verdict, calls_.now_ns(), manner_, answer.outcome);
      if (next == DriveRead::Next::finished) return true;
      if (next == DriveRead::Next::send_later) calls_.pause(kAgainPauseNs);
    }
  }

 private:
  bool send(const DriveRead& read, Verdict& verdict) {
    DriveTransport& transport = *asked_.drive.transport;
    const int error_number = transport.send(0, read.order(), read.piece(), asked_.room.of(0));
    if (error_number == 0) return await_answer(transport, calls_, verdict);
    verdict = judge_errno(error_number);
    return true;
  }

  const SystemCalls& calls_;
  Asked& asked_;
  DriveManner manner_;
};

bool identify(const SystemCalls& calls, const OpenFile& file, const DriveSite& site,
              NvmeIdentity identity, char* page) {
  const NvmeWords words = build_nvme_identify(identity);
  NvmeCommand command{};
  command.opcode = words.opcode;
  command.cdw10 = words.cdw10;
  command.addr = reinterpret_cast<uintptr_t>(page);
  command.data_len = kIdentifyBytes;
  command.timeout_ms = site.timeout_ms;
  return calls.ioctl(file.fd(), kNvmeIoctlAdmin, &command) == 0;
}

// What nobody may ask, or an older controller does not know, stays unknown.
NvmeAbilities abilities_of(const SystemCalls& calls, const DriveSite& site) {
  constexpr size_t kOncs = 520;
  NvmeAbilities abilities;
  OpenFile file(calls);
  OpenError ignored;
  ReadRoom room;
  if (!room.make(1, kIdentifyBytes) || !open_drive_node(calls, site, file, ignored)) return abilities;
  const auto* page = reinterpret_cast<const uint8_t*>(room.of(0));
  if (!identify(calls, file, site, NvmeIdentity::controller, room.of(0))) return abilities;
  abilities.known = true;
  abilities.optional_commands = static_cast<uint16_t>(page[kOncs] | page[kOncs + 1] << 8);
  if (identify(calls, file, site, NvmeIdentity::nvm_commands, room.of(0))) {
    abilities.verify_size_limit = page[0];
  }
  return abilities;
}

}  // namespace

bool ask_drive_by(const DriveSystem& system, const std::string& path, const DriveSite& site,
                  const DriveQuestions& questions, DriveAnswers& answers, OpenError& error) {
  error = {};
  std::optional<OpenedDrive> drive = open_drive(system, path, site, 1, error);
  if (!drive) return false;
  auto asked = std::make_unique<Asked>(Asked{{}, std::move(*drive)});
  const Geometry& geometry = asked->drive.target.geometry;
  if (!asked->room.make(1, geometry.logical_bytes)) return false;
  if (is_nvme(site.orders.front())) answers.nvme = abilities_of(system.calls, site);

  // An error log of the controller's would keep it.
  constexpr uint16_t kVerify = 1 << 7;
  const bool verifies = site.orders.front() == DriveOrder::nvme_verify;
  if (verifies && (!answers.nvme.known || (answers.nvme.optional_commands & kVerify) == 0)) {
    return true;
  }

  Asking asking(system.calls, site, *asked);
  const uint64_t end_lba = questions.drive_sectors;
  // What lies outside of the target is never asked for; what lies outside of the drive is no one's.
  const bool ends_together = site.first_lba + geometry.sectors == end_lba;
  const bool is_behind = end_lba >= site.first_lba + geometry.sectors;
  bool answers_still = asking.ask(site.first_lba, answers.first);
  if (answers_still && questions.last && ends_together) {
    answers_still = asking.ask(end_lba - 1, answers.last);
  }
  if (answers_still && questions.behind && is_behind) {
    answers_still = asking.ask(end_lba, answers.behind);
  }
  if (!answers_still && asked->drive.transport->holds_memory()) static_cast<void>(asked.release());
  return true;
}

bool ask_drive(const std::string& path, const DriveSite& site, const DriveQuestions& questions,
               DriveAnswers& answers, OpenError& error) {
  const DriveSystem system{real_calls(), real_drive_calls(), real_ring_calls()};
  return ask_drive_by(system, path, site, questions, answers, error);
}

}  // namespace surfscan
