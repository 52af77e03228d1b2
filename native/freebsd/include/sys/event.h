// What surfscan takes of FreeBSD's kqueue(2) (sys/sys/event.h there), where there is none.
#pragma once

#include <sys/types.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

#define EVFILT_READ (-1)
#define EV_ADD 0x0001
#define EV_EOF 0x8000
#define EV_ERROR 0x4000

struct kevent {
  uintptr_t ident;
  short filter;
  unsigned short flags;
  unsigned int fflags;
  int64_t data;
  void* udata;
  uint64_t ext[4];
};

#define EV_SET(event, ident_, filter_, flags_, fflags_, data_, udata_) \
  (*(event) = {static_cast<uintptr_t>(ident_), filter_, flags_, fflags_, data_, udata_, {}})

inline int kqueue() {
  errno = ENOSYS;
  return -1;
}

inline int kevent(int, const struct kevent*, int, struct kevent*, int, const struct timespec*) {
  errno = ENOSYS;
  return -1;
}
