#include "uring/uring_device.h"

#include <utility>

#include "posix/disk_facts.h"
#include "posix/queue_device.h"
#include "uring/uring_open.h"

namespace surfscan {
namespace {

UringSystem real_system() { return {real_calls(), real_ring_calls()}; }

}  // namespace

int uring_errno_with(const UringSystem& system) {
  return UringRing(system.calls, system.ring_calls).open(1);
}

std::unique_ptr<UringQueue> open_uring_queue(const UringSystem& system, const std::string& path,
                                             uint32_t image_sector_bytes, uint32_t depth,
                                             OpenError& error) {
  std::optional<OpenTarget> opened = open_target(system.calls, {path, image_sector_bytes}, error);
  if (!opened) return nullptr;
  auto queue = std::make_unique<UringQueue>(system.calls, system.ring_calls, std::move(*opened),
                                            depth);
  const int error_number = queue->open();
  if (error_number == 0) return queue;
  open_failed(error, "ERR_OPEN", error_number, "io_uring_setup", "io_uring cannot be used here");
  return nullptr;
}

std::unique_ptr<Device> open_uring_device_with(const UringSystem& system, const std::string& path,
                                               uint32_t image_sector_bytes, uint32_t depth,
                                               OpenError& error) {
  std::unique_ptr<UringQueue> queue =
      open_uring_queue(system, path, image_sector_bytes, depth, error);
  return queue == nullptr ? nullptr : std::make_unique<QueueDevice<UringQueue>>(std::move(queue));
}

int uring_errno() { return uring_errno_with(real_system()); }

std::unique_ptr<Device> open_uring_device(const std::string& path, uint32_t image_sector_bytes,
                                          uint32_t depth, OpenError& error) {
  return open_uring_device_with(real_system(), path, image_sector_bytes, depth, error);
}

}  // namespace surfscan
