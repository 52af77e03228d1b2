#include "drive/drive_probe.h"

#include <utility>

#include "drive/drive_ask.h"
#include "drive/drive_asking.h"
#include "drive/drive_identity.h"
#include "drive/nvme_command.h"

namespace surfscan {
namespace {

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

// What nobody may ask stays unknown.
NvmeAbilities abilities_of(const SystemCalls& calls, const DriveSite& site) {
  OpenFile file(calls);
  OpenError ignored;
  if (!open_drive_node(calls, site, file, ignored)) return {};
  return ask_abilities([&](NvmeIdentity identity, char* page) {
    return identify(calls, file, site, identity, page);
  });
}

}  // namespace

bool ask_drive_by(const DriveSystem& system, const std::string& path, const DriveSite& site,
                  const DriveQuestions& questions, DriveAnswers& answers, OpenError& error) {
  error = {};
  std::optional<OpenedDrive> drive = open_drive(system, path, site, 1, error);
  if (!drive) return false;
  if (is_nvme(site.orders.front())) answers.nvme = abilities_of(system.calls, site);
  const bool verifies = site.orders.front() == DriveOrder::nvme_verify;
  if (verifies && !offers_verify(answers.nvme)) return true;
  return ask_opened(system.calls, std::move(*drive), questions, answers);
}

std::optional<uint64_t> ask_native_last_by(const DriveSystem& system, const std::string& path,
                                           const DriveSite& site, OpenError& error) {
  error = {};
  const std::optional<OpenedDrive> drive = open_drive(system, path, site, 1, error);
  if (!drive) return {};
  Verdict verdict;
  const bool is_answered = ask_drive_for(*drive->transport, system.calls,
                                         DriveOrder::read_native_max_ext, nullptr, verdict);
  return is_answered ? verdict.answer : std::nullopt;
}

std::optional<uint64_t> ask_native_last(const std::string& path, const DriveSite& site,
                                        OpenError& error) {
  const DriveSystem system{real_calls(), real_drive_calls(), real_ring_calls()};
  return ask_native_last_by(system, path, site, error);
}

bool ask_drive(const std::string& path, const DriveSite& site, const DriveQuestions& questions,
               DriveAnswers& answers, OpenError& error) {
  const DriveSystem system{real_calls(), real_drive_calls(), real_ring_calls()};
  return ask_drive_by(system, path, site, questions, answers, error);
}

}  // namespace surfscan
