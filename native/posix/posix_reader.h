// The read loop: a range of an open disk or image read whole, whatever pread(2) says on the way.
#pragma once

#include <cstdint>

#include "core/device.h"
#include "posix/cache_bypass.h"
#include "posix/read_progress.h"
#include "posix/reader_target.h"
#include "posix/system_calls.h"

namespace surfscan {

class PosixReader {
 public:
  // `bypass`: of the open file, which other readers may share.
  PosixReader(const SystemCalls& calls, const ReaderTarget& target, CacheBypass& bypass)
      : calls_(calls), target_(target), bypass_(bypass) {}

  Outcome read(uint64_t offset, uint64_t bytes, void* buffer);

 private:
  Outcome read_timed(const ByteRange& range) const;
  void read_pieces(const ByteRange& range, Outcome& outcome) const;

  const SystemCalls& calls_;
  const ReaderTarget target_;
  CacheBypass& bypass_;
};

}  // namespace surfscan
