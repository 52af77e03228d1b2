#include "posix/read_progress.h"

#include <cerrno>

namespace surfscan {
namespace {

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
    // An image's server left: FUSE (fs/fuse/dev.c), NFS, SMB.
    case ENOTCONN:
    case ECONNABORTED:
    case EHOSTDOWN:
    case ESTALE:
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
ReadProgress::ReadProgress(const ReaderTarget& target, uint64_t bytes)
    : bytes_(bytes), piece_bytes_(target.image ? 1 : target.sector_bytes) {}

ReadProgress::Next ReadProgress::take(int64_t answer, Outcome& outcome) {
  if (answer >= 0) return take_bytes(static_cast<uint64_t>(answer), outcome);
  const int error_number = static_cast<int>(-answer);
  if (repeats_left_ > 0 && asks_for_another_try(error_number)) {
    repeats_left_--;
    return error_number == EINTR ? Next::read_rest : Next::rest_after_pause;
  }
  outcome.error_number = error_number;
  outcome.error = error_of_errno(error_number);
  return Next::finished;
}

ReadProgress::Next ReadProgress::take_bytes(uint64_t bytes, Outcome& outcome) {
  const uint64_t whole = bytes / piece_bytes_ * piece_bytes_;
  if (whole == 0) {
    // Linux makes a removed disk's capacity 0, and reads come back empty; so does a cut image.
    outcome.error = Error::gone;
    return Next::finished;
  }
  done_bytes_ += whole;
  if (done_bytes_ >= bytes_) return Next::finished;
  if (--pieces_left_ > 0) return Next::read_rest;
  outcome.error = Error::defect;  // no call failed, and yet there is no end: errno stays 0
  return Next::finished;
}

}  // namespace surfscan
