// Systems on which no drive is reached past the block layer.
#include <cerrno>

#include "drive/drive_device.h"
#include "posix/disk_facts.h"

namespace surfscan {

int command_ring_errno() { return ENOSYS; }

std::unique_ptr<Device> open_drive_device(const std::string&, const DriveSite&, uint32_t,
                                          OpenError& error) {
  error = {};
  open_failed(error, "ERR_METHOD", ENOSYS, nullptr, "this system has no way to the drive itself");
  return nullptr;
}

}  // namespace surfscan
