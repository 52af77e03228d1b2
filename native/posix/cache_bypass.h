// Whether an open file is read past the system's cache, and what is done where it is not: a disk
// always is, an image may be on a file system that refuses it.
#pragma once

#include <atomic>

#include "core/device.h"
#include "posix/reader_target.h"
#include "posix/system_calls.h"

namespace surfscan {

// Of one open file, whichever thread reads it.
class CacheBypass {
 public:
  CacheBypass(const SystemCalls& calls, const ReaderTarget& target);

  // False once the cache may have answered.
  bool holds() const { return bypassed_.load(std::memory_order_acquire); }

  // Before each read: what the cache holds of the range is dropped, where it would answer.
  void prepare(const ByteRange& range) const {
    if (!holds()) drop_cache(range);
  }

  // Whether a read that came to this is to be done once more, now through the cache. `bypassed`: as
  // it was sent.
  bool gives_way_to(const Outcome& outcome, bool bypassed);

 private:
  void drop_cache(const ByteRange& range) const;
  bool stop_bypassing();
  void expect_no_readahead() const;

  const SystemCalls& calls_;
  const int fd_;
  const bool image_;
  std::atomic<bool> bypassed_;
};

}  // namespace surfscan
