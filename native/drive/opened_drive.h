// A target, open, and the way to its drive, which is the one that was meant.
#pragma once

#include <memory>
#include <vector>

#include "drive/drive_command.h"
#include "drive/drive_transport.h"
#include "posix/posix_open.h"

namespace surfscan {

// Where a target lies on its drive, and how that is asked.
struct DriveReach {
  uint64_t first_lba = 0;
  std::vector<DriveOrder> orders;
  uint32_t most_sectors = UINT32_MAX;  // of one command
};

struct OpenedDrive {
  OpenTarget target;
  std::unique_ptr<DriveTransport> transport;
  DriveReach reach;
};

}  // namespace surfscan
