#include "drive/cam_ioctl.h"

namespace surfscan {

// The call succeeds where the command failed, too.
int CamIoctl::ask(DriveOrder order, const DriveRange& range, char* buffer, Verdict& answer) {
  ccb block = cam_block(order, range, limits_, buffer);
  const int error_number = pass_.call(CAMIOCOMMAND, block);
  if (error_number != 0) return error_number;
  answer = pass_.verdict(block, order, range);
  return 0;
}

}  // namespace surfscan
