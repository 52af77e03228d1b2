#include "posix/cache_bypass.h"

#include <fcntl.h>

#include <cerrno>

namespace surfscan {
namespace {

// The largest page there is (64 KiB on arm64): posix_fadvise(2) keeps pages that the range covers
// in part, and those would answer the reads of single sectors.
constexpr uint64_t kLargestPageBytes = 65536;

}  // namespace

CacheBypass::CacheBypass(const SystemCalls& calls, const ReaderTarget& target)
    : calls_(calls), fd_(target.fd), image_(target.image), bypassed_(target.cache_bypassed) {
  if (!holds()) expect_no_readahead();
}

// An image's file system may take O_DIRECT at open(2) and refuse the alignment of a read: NOTES of
// open(2). A disk takes every whole sector, so there EINVAL is a defect.
bool CacheBypass::gives_way_to(const Outcome& outcome, bool bypassed) {
  if (outcome.error_number != EINVAL || !image_ || !bypassed) return false;
  return !holds() || stop_bypassing();
}

void CacheBypass::drop_cache(const ByteRange& range) const {
  const uint64_t from = range.offset / kLargestPageBytes * kLargestPageBytes;
  const uint64_t bytes = range.offset + range.bytes - from + kLargestPageBytes - 1;
  calls_.advise(fd_, static_cast<off_t>(from),
                static_cast<off_t>(bytes / kLargestPageBytes * kLargestPageBytes),
                POSIX_FADV_DONTNEED);
}

bool CacheBypass::stop_bypassing() {
  const int flags = calls_.get_flags(fd_);
  if (flags == -1) return false;
  // First: who reads once the flag is off drops the cache.
  bypassed_.store(false, std::memory_order_release);
  if (calls_.set_flags(fd_, flags & ~O_DIRECT) == -1) {
    bypassed_.store(true, std::memory_order_release);
    return false;
  }
  expect_no_readahead();
  return true;
}

// Read-ahead would fetch the next block untimed, and fail where nobody has asked yet.
void CacheBypass::expect_no_readahead() const { calls_.advise(fd_, 0, 0, POSIX_FADV_RANDOM); }

}  // namespace surfscan
