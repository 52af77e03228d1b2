// loop(4): LOOP_GET_STATUS64 tells device and inode of the file below, as the kernel's own stat has them
// (drivers/block/loop.c, loop_get_status).
#include <fcntl.h>
#include <linux/loop.h>

#include "posix/backing_file.h"

namespace surfscan {

bool backing_file(const SystemCalls& calls, const std::string& disk, BackingFile& file) {
  const int fd = calls.open(disk.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return false;
  loop_info64 info{};
  const bool told = calls.ioctl(fd, LOOP_GET_STATUS64, &info) == 0;
  calls.close(fd);
  if (!told) return false;
  file.device = info.lo_device;
  file.inode = info.lo_inode;
  return true;
}

}  // namespace surfscan
