// FreeBSD's sysctlbyname(3) (sys/sys/sysctl.h there) where there is none: it knows no name.
#pragma once

#include <cerrno>
#include <cstddef>

inline int sysctlbyname(const char*, void*, size_t*, const void*, size_t) {
  errno = ENOENT;
  return -1;
}
