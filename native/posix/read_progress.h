// A read on its way to being whole: what each answer of the system means for it, whichever call was
// asked.
#pragma once

#include <cstdint>

#include "core/device.h"
#include "posix/reader_target.h"

namespace surfscan {

// How often EINTR, EAGAIN and ENOMEM are answered by trying again, in one read of a device.
constexpr uint32_t kMaxRepeats = 1000;
// What EAGAIN and ENOMEM are waited for before that, each time: a second in all.
constexpr uint64_t kRepeatPauseNs = 1'000'000;
// In how many pieces one read may come: 16 MiB sector by sector.
constexpr uint32_t kMaxPieces = 32768;

// The error an errno stands for, `defect` for one that no table names.
Error error_of_errno(int error_number);

class ReadProgress {
 public:
  enum class Next { finished, read_rest, rest_after_pause };

  ReadProgress() = default;
  ReadProgress(const ReaderTarget& target, uint64_t bytes);

  // Takes in what a call for the rest said: so many bytes, or −errno. Where that finishes the read
  // `outcome` says how, but for its latency.
  Next take(int64_t answer, Outcome& outcome);

  uint64_t done_bytes() const { return done_bytes_; }

 private:
  Next take_bytes(uint64_t bytes, Outcome& outcome);

  uint64_t bytes_ = 0;
  uint64_t done_bytes_ = 0;
  uint32_t piece_bytes_ = 1;
  uint32_t pieces_left_ = kMaxPieces;
  uint32_t repeats_left_ = kMaxRepeats;
};

}  // namespace surfscan
