// Drives on FreeBSD.
#include <sys/types.h>
#include <sys/sysctl.h>

#include <cerrno>

#include "drive/cam_drive.h"
#include "drive/cam_open.h"
#include "drive/cam_probe.h"
#include "posix/disk_facts.h"
#include "posix/queue_device.h"

namespace surfscan {

int command_ring_errno() { return ENOSYS; }

bool ask_drive_facts(const std::string& path, DriveFacts& facts) {
  CamPass pass(real_calls(), real_cam_calls());
  std::string why;
  if (!pass.open(path, why)) return false;
  const std::optional<CamDrive> drive = ask_cam_drive(pass);
  if (!drive) return false;
  facts = {drive->firmware, drive->is_ata, drive->identify};
  return true;
}

std::unique_ptr<Device> open_drive_device(const std::string& path, const DriveSite& site,
                                          uint32_t depth, OpenError& error) {
  const CamSystem system{real_calls(), real_cam_calls(), ::sysctlbyname};
  std::unique_ptr<DriveQueue> queue = open_cam_queue(system, path, site, depth, error);
  return queue == nullptr ? nullptr : std::make_unique<QueueDevice<DriveQueue>>(std::move(queue));
}

bool ask_drive(const std::string& path, const DriveSite& site, const DriveQuestions& questions,
               DriveAnswers& answers, OpenError& error) {
  const CamSystem system{real_calls(), real_cam_calls(), ::sysctlbyname};
  return ask_cam_by(system, path, site, questions, answers, error);
}

std::optional<uint64_t> ask_native_last(const std::string&, const DriveSite&, OpenError& error) {
  open_failed(error, "ERR_METHOD", ENOSYS, nullptr, "what a drive hides is asked for on Linux alone");
  return {};
}

}  // namespace surfscan
