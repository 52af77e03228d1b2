#include "drive/cam_ioctl.h"

namespace surfscan {

// The call succeeds where the command failed, too.
int CamIoctl::send(uint32_t, DriveOrder order, const DriveRange& range, char* buffer) {
  ccb block = cam_block(order, range, limits_, buffer);
  const int error_number = pass_.call(CAMIOCOMMAND, block);
  if (error_number != 0) return error_number;
  answer_ = pass_.verdict(block, order, range);
  answered_ = true;
  return 0;
}

bool CamIoctl::take(uint64_t, uint32_t& slot, Verdict& verdict) {
  if (!answered_) return false;
  answered_ = false;
  slot = 0;
  verdict = answer_;
  return true;
}

}  // namespace surfscan
