#include "posix/file_lock.h"

#include <sys/file.h>

#include <cerrno>

namespace surfscan {

int lock_file(int fd) { return ::flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

}  // namespace surfscan
