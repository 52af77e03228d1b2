// What every system's ask_drive() does once the drive is open.
#pragma once

#include "drive/drive_probe.h"
#include "drive/opened_drive.h"
#include "posix/system_calls.h"

namespace surfscan {

// By the first of its orders alone. `calls` outlives what is still out when it gives up. False: no memory.
bool ask_opened(const SystemCalls& calls, OpenedDrive drive, const DriveQuestions& questions,
                DriveAnswers& answers);

// Whether a controller says that it knows Verify: an error log of its own would keep what it does not know.
bool offers_verify(const NvmeAbilities& abilities);

// Of its Identify Controller data, kIdentifyBytes: NVM Express Base figure 275.
void take_controller(const char* page, NvmeAbilities& abilities);

}  // namespace surfscan
