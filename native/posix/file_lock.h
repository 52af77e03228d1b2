// One writer a file: flock(2), which whoever else opens the file sees as well.
#pragma once

namespace surfscan {

// Takes the lock of an open file for its own, until it is closed. 0, or an errno: EWOULDBLOCK where
// another has it.
int lock_file(int fd);

}  // namespace surfscan
