#include "drive/cam_probe.h"

#include <fcntl.h>

#include <utility>

#include "core/read_room.h"
#include "drive/drive_asking.h"
#include "drive/nvme_passthrough.h"

namespace surfscan {
namespace {

// What nobody may ask, or an older controller does not know, stays unknown.
NvmeAbilities abilities_of(const SystemCalls& calls, const DriveSite& site) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC;
  NvmeAbilities abilities;
  OpenFile disk(calls);
  if (!disk.open(site.node.path, kFlags)) return abilities;
  const std::string path = nvme_nodes(calls, disk.fd()).controller;
  OpenFile controller(calls);
  ReadRoom room;
  if (path.empty() || !controller.open(path, kFlags) || !room.make(1, kIdentifyBytes)) {
    return abilities;
  }
  char* page = room.of(0);
  if (!identify_nvme(calls, controller.fd(), NvmeIdentity::controller, page)) return abilities;
  take_controller(page, abilities);
  if (identify_nvme(calls, controller.fd(), NvmeIdentity::nvm_commands, page)) {
    abilities.verify_size_limit = static_cast<uint8_t>(*page);
  }
  return abilities;
}

}  // namespace

bool ask_cam_by(const CamSystem& system, const std::string& path, const DriveSite& site,
                const DriveQuestions& questions, DriveAnswers& answers, OpenError& error) {
  error = {};
  std::optional<OpenedDrive> drive = open_cam_drive(system, path, site, 1, error);
  if (!drive) return false;
  if (site.way == DriveWay::nvme_passthrough) {
    answers.nvme = abilities_of(system.calls, site);
    const bool verifies = drive->reach.orders.front() == DriveOrder::nvme_verify;
    if (verifies && !offers_verify(answers.nvme)) return true;
  }
  return ask_opened(system.calls, std::move(*drive), questions, answers);
}

}  // namespace surfscan
