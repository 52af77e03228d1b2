// The ioctls of pass(4) (sys/cam/scsi/scsi_pass.h there).
#pragma once

#include <sys/ioccom.h>

#include <cam/cam_ccb.h>

#define CAMIOCOMMAND _IOWR(CAM_VERSION, 2, union ccb)
#define CAMIOQUEUE _IO(CAM_VERSION, 4)
#define CAMIOGET _IO(CAM_VERSION, 5)
