// Whether a drive is the one it is taken for: nodes move when disks come and go.
#pragma once

#include <string>

#include "drive/drive_transport.h"
#include "posix/system_calls.h"

namespace surfscan {

// Asks for the unit's serial number, with nothing else out. False, and why, where it is another or is not
// told. An empty one is not asked for.
bool has_serial(DriveTransport& transport, const SystemCalls& calls, const std::string& expected,
                std::string& trouble);

// Sends what is not of sectors, with nothing else out, and again where it was not done. False: it could not be
// sent, or is not answered.
bool ask_drive_for(DriveTransport& transport, const SystemCalls& calls, DriveOrder order,
                   char* buffer, Verdict& verdict);

// Waits for the answer to the only order that is out, and not for ever. False: it does not come.
bool await_answer(DriveTransport& transport, const SystemCalls& calls, Verdict& verdict);

}  // namespace surfscan
