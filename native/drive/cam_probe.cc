#include "drive/cam_probe.h"

#include <fcntl.h>

#include <utility>

#include "drive/drive_asking.h"
#include "drive/nvme_passthrough.h"

namespace surfscan {
namespace {

// What nobody may ask stays unknown.
NvmeAbilities abilities_of(const SystemCalls& calls, const DriveSite& site) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC;
  OpenFile disk(calls);
  if (!disk.open(site.node.path, kFlags)) return {};
  const std::string path = nvme_nodes(calls, disk.fd()).controller;
  OpenFile controller(calls);
  if (path.empty() || !controller.open(path, kFlags)) return {};
  return ask_abilities([&calls, &controller](NvmeIdentity identity, char* page) {
    return identify_nvme(calls, controller.fd(), identity, page);
  });
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
