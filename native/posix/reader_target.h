// What is read: an open disk or image.
#pragma once

#include <cstdint>

namespace surfscan {

struct ReaderTarget {
  int fd;
  bool image;             // may be read through the cache where O_DIRECT is refused
  bool cache_bypassed;    // opened with O_DIRECT
  uint32_t sector_bytes;
};

struct ByteRange {
  uint64_t offset;
  uint64_t bytes;
  char* buffer;
};

}  // namespace surfscan
