// The read loop: a range of an open disk or image read whole, whatever pread(2) says on the way.
#pragma once

#include <cstdint>

#include "device.h"
#include "system_calls.h"

namespace surfscan {

// How often EINTR, EAGAIN and ENOMEM are answered by trying again, in one read of a device.
constexpr uint32_t kMaxRepeats = 1000;
// What EAGAIN and ENOMEM are waited for before that, each time: a second in all.
constexpr uint64_t kRepeatPauseNs = 1'000'000;
// In how many pieces one read may come: 16 MiB sector by sector.
constexpr uint32_t kMaxPieces = 32768;

struct ReaderTarget {
  int fd;
  bool image;             // may be read through the cache where O_DIRECT is refused
  bool cache_bypassed;    // opened with O_DIRECT
  uint32_t sector_bytes;
};

class PosixReader {
 public:
  PosixReader(const SystemCalls& calls, const ReaderTarget& target);

  Outcome read(uint64_t offset, uint64_t bytes, void* buffer);

  bool cache_bypassed() const { return cache_bypassed_; }

 private:
  struct Range {
    uint64_t offset;
    uint64_t bytes;
    char* buffer;
  };

  Outcome read_timed(const Range& range) const;
  void read_pieces(const Range& range, Outcome& outcome) const;
  ssize_t read_piece(const Range& rest, uint32_t& repeats_left) const;
  void drop_cache(const Range& range) const;
  bool stop_bypassing();
  void expect_no_readahead() const;

  const SystemCalls& calls_;
  const int fd_;
  const bool image_;
  bool cache_bypassed_;
  const uint32_t piece_bytes_;
};

}  // namespace surfscan
