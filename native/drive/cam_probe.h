// ask_drive() of FreeBSD over other tables of system calls, which outlive what is still out when it gives up.
#pragma once

#include <string>

#include "drive/cam_open.h"
#include "drive/drive_probe.h"

namespace surfscan {

bool ask_cam_by(const CamSystem& system, const std::string& path, const DriveSite& site,
                const DriveQuestions& questions, DriveAnswers& answers, OpenError& error);

}  // namespace surfscan
