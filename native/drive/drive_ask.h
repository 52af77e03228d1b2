// ask_drive() over other tables of system calls, which outlive what is still out when it gives up.
#pragma once

#include "drive/drive_open.h"
#include "drive/drive_probe.h"

namespace surfscan {

bool ask_drive_by(const DriveSystem& system, const std::string& path, const DriveSite& site,
                  const DriveQuestions& questions, DriveAnswers& answers, OpenError& error);

std::optional<uint64_t> ask_native_last_by(const DriveSystem& system, const std::string& path,
                                           const DriveSite& site, OpenError& error);

}  // namespace surfscan
