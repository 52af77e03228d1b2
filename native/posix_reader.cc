#include "posix_reader.h"

#include <fcntl.h>

#include <cerrno>

namespace surfscan {
namespace {

// The largest page there is (64 KiB on arm64): posix_fadvise(2) keeps pages that the range covers
// in part, and those would answer the reads of single sectors.
constexpr uint64_t kLargestPageBytes = 65536;

bool asks_for_another_try(int error_number) {
  return error_number == EINTR || error_number == EAGAIN || error_number == ENOMEM;
}

}  // namespace

Error error_of_errno(int error_number) {
  switch (error_number) {
    case 0:
      return Error::none;
    case ETIMEDOUT:
      return Error::time;
    case ENXIO:
    case ENODEV:
      return Error::gone;
// FreeBSD has neither of the first three and says EIO for all of them: sys/sys/errno.h.
#ifdef ENODATA
    case ENODATA:  // Linux: BLK_STS_MEDIUM, block/blk-core.c
      return Error::unc;
#endif
#ifdef EREMOTEIO
    case EREMOTEIO:  // BLK_STS_TARGET
#endif
#ifdef EBADE
    case EBADE:  // BLK_STS_NEXUS, BLK_STS_RESV_CONFLICT
#endif
    case EIO:
    case ENOLINK:  // BLK_STS_TRANSPORT
    case EILSEQ:   // BLK_STS_PROTECTION
    case ENOSPC:   // BLK_STS_NOSPC
      return Error::io;
    default:
      return Error::defect;
  }
}

// A disk's pieces end at sectors; an image's may end at any byte, as its file does.
PosixReader::PosixReader(const SystemCalls& calls, const ReaderTarget& target)
    : calls_(calls),
      fd_(target.fd),
      image_(target.image),
      cache_bypassed_(target.cache_bypassed),
      piece_bytes_(target.image ? 1 : target.sector_bytes) {
  if (!cache_bypassed_) expect_no_readahead();
}

Outcome PosixReader::read(uint64_t offset, uint64_t bytes, void* buffer) {
  const Range range{offset, bytes, static_cast<char*>(buffer)};
  const Outcome outcome = read_timed(range);
  // An image's file system may take O_DIRECT at open(2) and refuse the alignment of a read: NOTES
  // of open(2). A disk takes every whole sector, so there EINVAL is a defect.
  if (outcome.error_number != EINVAL || !image_ || !cache_bypassed_) return outcome;
  if (!stop_bypassing()) return outcome;
  return read_timed(range);
}

Outcome PosixReader::read_timed(const Range& range) const {
  if (!cache_bypassed_) drop_cache(range);
  Outcome outcome;
  const uint64_t begun_ns = calls_.now_ns();
  read_pieces(range, outcome);
  outcome.latency_ns = calls_.now_ns() - begun_ns;
  return outcome;
}

void PosixReader::read_pieces(const Range& range, Outcome& outcome) const {
  uint64_t done = 0;
  uint32_t repeats_left = kMaxRepeats;
  for (uint32_t piece = 0; piece < kMaxPieces; piece++) {
    const Range rest{range.offset + done, range.bytes - done, range.buffer + done};
    const ssize_t got = read_piece(rest, repeats_left);
    if (got < 0) {
      outcome.error_number = errno;
      outcome.error = error_of_errno(errno);
      return;
    }
    const uint64_t whole = static_cast<uint64_t>(got) / piece_bytes_ * piece_bytes_;
    if (whole == 0) {
      // Linux makes a removed disk's capacity 0, and reads come back empty; so does a cut image.
      outcome.error = Error::gone;
      return;
    }
    done += whole;
    if (done >= range.bytes) return;
  }
  outcome.error = Error::defect;  // no call failed, and yet there is no end: errno stays 0
}

ssize_t PosixReader::read_piece(const Range& rest, uint32_t& repeats_left) const {
  for (;;) {
    const ssize_t got = calls_.pread(fd_, rest.buffer, static_cast<size_t>(rest.bytes),
                                     static_cast<off_t>(rest.offset));
    if (got >= 0 || repeats_left == 0 || !asks_for_another_try(errno)) return got;
    repeats_left--;
    if (errno != EINTR) calls_.pause(kRepeatPauseNs);
  }
}

void PosixReader::drop_cache(const Range& range) const {
  const uint64_t from = range.offset / kLargestPageBytes * kLargestPageBytes;
  const uint64_t bytes = range.offset + range.bytes - from + kLargestPageBytes - 1;
  calls_.advise(fd_, static_cast<off_t>(from),
                static_cast<off_t>(bytes / kLargestPageBytes * kLargestPageBytes),
                POSIX_FADV_DONTNEED);
}

bool PosixReader::stop_bypassing() {
  const int flags = calls_.get_flags(fd_);
  if (flags == -1 || calls_.set_flags(fd_, flags & ~O_DIRECT) == -1) return false;
  cache_bypassed_ = false;
  expect_no_readahead();
  return true;
}

// Read-ahead would fetch the next block untimed, and fail where nobody has asked yet.
void PosixReader::expect_no_readahead() const { calls_.advise(fd_, 0, 0, POSIX_FADV_RANDOM); }

}  // namespace surfscan
