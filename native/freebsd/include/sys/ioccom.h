// FreeBSD's encoding of ioctl numbers (sys/sys/ioccom.h there), for building FreeBSD's sources on
// another system against a scripted kernel. On FreeBSD itself the system's header is used.
#pragma once

// Brings the other system's macros in now, so that they do not come back later.
#include <sys/ioctl.h>

#undef IOC_IN
#undef IOC_OUT
#undef IOC_VOID
#undef _IOC
#undef _IO
#undef _IOR
#undef _IOW
#undef _IOWR

// Direction in the upper three bits, then 13 bits of size, the group, the number.
#define IOC_VOID 0x20000000UL
#define IOC_OUT 0x40000000UL
#define IOC_IN 0x80000000UL
#define _IOC(direction, group, number, size) \
  (static_cast<unsigned long>((direction) | ((size) & 0x1fffUL) << 16 | (group) << 8 | (number)))
#define _IO(group, number) _IOC(IOC_VOID, (group), (number), 0)
#define _IOR(group, number, type) _IOC(IOC_OUT, (group), (number), sizeof(type))
#define _IOWR(group, number, type) _IOC(IOC_IN | IOC_OUT, (group), (number), sizeof(type))
