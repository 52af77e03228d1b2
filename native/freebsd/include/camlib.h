// What surfscan takes of cam(3) (lib/libcam/camlib.h there). The real one says extern "C" of its functions;
// this one leaves that to who includes it, as the headers below it do.
#pragma once

#include <sys/param.h>

#include <cam/cam.h>
#include <cam/cam_ccb.h>

#define CAM_ERRBUF_SIZE 2048

extern char cam_errbuf[];

struct cam_device {
  char device_path[MAXPATHLEN];
  int fd;
};

struct cam_device* cam_open_device(const char* path, int flags);
void cam_close_device(struct cam_device* device);
