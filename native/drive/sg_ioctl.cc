#include "drive/sg_ioctl.h"

#include <cerrno>
#include <utility>

namespace surfscan {

SgIoctl::SgIoctl(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes,
                 uint32_t timeout_ms)
    : calls_(calls), file_(std::move(file)), sector_bytes_(sector_bytes), timeout_ms_(timeout_ms) {}

int SgIoctl::ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) {
  SgOrder sent{order, range, build_cdb(order, range, sector_bytes_), {}};
  sg_io_hdr header = sg_header(sent, buffer, timeout_ms_);
  if (calls_.ioctl(file_.fd(), SG_IO, &header) != 0) return errno;
  answer = sg_verdict(header, sent);
  return 0;
}

}  // namespace surfscan
