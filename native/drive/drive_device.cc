#include "drive/drive_device.h"

#include <utility>

#include "drive/drive_open.h"
#include "posix/queue_device.h"
#include "uring/uring_ring.h"

namespace surfscan {
int command_ring_errno() {
  return UringRing(real_calls(), real_ring_calls(), UringRing::Entries::commands).open(1);
}

bool ask_drive_facts(const std::string&, DriveFacts&) { return false; }

std::unique_ptr<Device> open_drive_device(const std::string& path, const DriveSite& site,
                                          uint32_t depth, OpenError& error) {
  const DriveSystem system{real_calls(), real_drive_calls(), real_ring_calls()};
  std::unique_ptr<DriveQueue> queue = open_drive_queue(system, path, site, depth, error);
  return queue == nullptr ? nullptr : std::make_unique<QueueDevice<DriveQueue>>(std::move(queue));
}

}  // namespace surfscan
