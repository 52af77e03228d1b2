#include "posix/posix_reader.h"

#include <cerrno>

namespace surfscan {

Outcome PosixReader::read(uint64_t offset, uint64_t bytes, void* buffer) {
  const ByteRange range{offset, bytes, static_cast<char*>(buffer)};
  const bool bypassed = bypass_.holds();
  const Outcome outcome = read_timed(range);
  if (bypass_.gives_way_to(outcome, bypassed)) return read_timed(range);
  // Another reader took O_DIRECT off meanwhile: memory may have answered.
  if (bypassed && !bypass_.holds() && outcome.error == Error::none) return read_timed(range);
  return outcome;
}

Outcome PosixReader::read_timed(const ByteRange& range) const {
  bypass_.prepare(range);
  Outcome outcome;
  const uint64_t begun_ns = calls_.now_ns();
  read_pieces(range, outcome);
  outcome.latency_ns = calls_.now_ns() - begun_ns;
  return outcome;
}

void PosixReader::read_pieces(const ByteRange& range, Outcome& outcome) const {
  ReadProgress progress(target_, range.bytes);
  for (;;) {
    const uint64_t done = progress.done_bytes();
    const ssize_t got = calls_.pread(target_.fd, range.buffer + done,
                                     static_cast<size_t>(range.bytes - done),
                                     static_cast<off_t>(range.offset + done));
    const ReadProgress::Next next = progress.take(got < 0 ? -int64_t{errno} : got, outcome);
    if (next == ReadProgress::Next::finished) return;
    if (next == ReadProgress::Next::rest_after_pause) calls_.pause(kRepeatPauseNs);
  }
}

}  // namespace surfscan
