// Those of FreeBSD's disk(4) ioctls that surfscan makes (sys/sys/disk.h there), for building its
// FreeBSD sources on another system. freebsd_disk.cc asserts every number and offset.
#pragma once

#include <sys/ioccom.h>
#include <sys/types.h>

#include <cstdint>

#define DISK_IDENT_SIZE 256

#define DIOCGSECTORSIZE _IOR('d', 128, u_int)
#define DIOCGMEDIASIZE _IOR('d', 129, off_t)
#define DIOCGIDENT _IOR('d', 137, char[DISK_IDENT_SIZE])
#define DIOCGSTRIPESIZE _IOR('d', 139, off_t)
#define DIOCGSTRIPEOFFSET _IOR('d', 140, off_t)

struct diocgattr_arg {
  char name[64];
  int len;
  union {
    char str[DISK_IDENT_SIZE];
    off_t off;
    int i;
    uint16_t u16;
  } value;
};
#define DIOCGATTR _IOWR('d', 142, struct diocgattr_arg)
