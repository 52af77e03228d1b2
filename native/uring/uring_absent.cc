// Systems without io_uring.
#include <cerrno>

#include "posix/disk_facts.h"
#include "uring/uring_device.h"

namespace surfscan {

int uring_errno() { return ENOSYS; }

std::unique_ptr<Device> open_uring_device(const std::string&, uint32_t, uint32_t,
                                          OpenError& error) {
  error = {};
  open_failed(error, "ERR_OPEN", ENOSYS, "io_uring_setup", "this system has no io_uring");
  return nullptr;
}

}  // namespace surfscan
