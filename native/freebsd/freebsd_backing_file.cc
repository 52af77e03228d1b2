// FreeBSD's md(4) tells the file below by its path alone: src/disks/freebsd/memory-disks.ts reads it.
#include "posix/backing_file.h"

namespace surfscan {

bool backing_file(const SystemCalls&, const std::string&, BackingFile&) { return false; }

}  // namespace surfscan
