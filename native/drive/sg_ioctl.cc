#include "drive/sg_ioctl.h"

#include <cerrno>
#include <utility>

namespace surfscan {

SgIoctl::SgIoctl(const SystemCalls& calls, OpenFile file, uint32_t sector_bytes,
                 uint32_t timeout_ms)
    : calls_(calls), file_(std::move(file)), sector_bytes_(sector_bytes), timeout_ms_(timeout_ms) {}

int SgIoctl::send(uint32_t, DriveOrder order, const DriveRange& range, char* buffer) {
  SgOrder sent{order, range, build_cdb(order, range, sector_bytes_), {}};
  sg_io_hdr header = sg_header(sent, buffer, timeout_ms_);
  if (calls_.ioctl(file_.fd(), SG_IO, &header) != 0) return errno;
  answer_ = sg_verdict(header, sent);
  answered_ = true;
  return 0;
}

bool SgIoctl::take(uint64_t, uint32_t& slot, Verdict& verdict) {
  if (!answered_) return false;
  answered_ = false;
  slot = 0;
  verdict = answer_;
  return true;
}

}  // namespace surfscan
