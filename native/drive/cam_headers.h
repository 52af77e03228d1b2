// FreeBSD's CAM. Its headers say nothing of C++ where they should (sys/cam/ata/ata_all.h, sys/cam/cam.h): a
// function of theirs would be looked for by a C++ name, which an addon links without and first misses when it
// calls it. So all of them are in here, and come by no other way.
#pragma once

// FreeBSD up to 13 takes types for granted. What of C++ they bring in comes before, outside.
#include <sys/types.h>

#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

extern "C" {
#include <cam/cam.h>
#include <cam/ata/ata_all.h>
#include <cam/cam_ccb.h>
#include <cam/scsi/scsi_message.h>
#include <cam/scsi/scsi_pass.h>
#include <camlib.h>
}
