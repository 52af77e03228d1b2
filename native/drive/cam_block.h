// Orders as CAM's control blocks, and what their answers mean.
#pragma once

#include "drive/cam_headers.h"
#include "drive/drive_command.h"
#include "drive/drive_verdict.h"

namespace surfscan {

struct CamLimits {
  uint32_t sector_bytes = 0;
  uint32_t timeout_ms = 0;
};

// Of ATA for a drive that CAM speaks ATA with, of SCSI for one that it speaks SCSI with.
ccb cam_block(DriveOrder order, const DriveRange& range, const CamLimits& limits, char* buffer);

// Of a block that has been answered.
Verdict cam_verdict(const ccb& block, DriveOrder order, const DriveRange& range);

// A question to CAM itself, which the drive never hears of: answered in the call.
ccb cam_question(xpt_opcode code);

// Whether the drive's queue waits to be told to go on.
bool is_frozen(const ccb& block);

}  // namespace surfscan
