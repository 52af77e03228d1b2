// One scripted read of a range, and what came of it.
#pragma once

#include <vector>

#include "posix/posix_reader.h"
#include "test/check.h"
#include "test/posix/scripted_calls.h"

namespace surfscan::test {

constexpr uint64_t kOffset = 0x1'0000'0000'000;  // far beyond 2 TiB
constexpr uint64_t kBytes = 4096;

inline ReaderTarget disk() { return {kScriptedFd, false, true, 512}; }
inline ReaderTarget image() { return {kScriptedFd, true, true, 512}; }

// The only reader of its file.
struct LoneReader {
  LoneReader(const ScriptedCalls& calls, const ReaderTarget& target)
      : bypass(calls, target), reader(calls, target, bypass) {}

  Outcome read(uint64_t offset, uint64_t bytes, void* buffer) {
    return reader.read(offset, bytes, buffer);
  }
  bool cache_bypassed() const { return bypass.holds(); }

  CacheBypass bypass;
  PosixReader reader;
};

struct Read {
  Outcome outcome;
  bool content_right;
  bool cache_bypassed;
};

inline Read read_range(const ScriptedCalls& calls, const ReaderTarget& target) {
  std::vector<uint8_t> buffer(kBytes);
  LoneReader reader(calls, target);
  const Outcome outcome = reader.read(kOffset, kBytes, buffer.data());
  bool right = true;
  for (uint64_t i = 0; i < kBytes; i++) right &= buffer[i] == content(kOffset + i);
  return {outcome, right, reader.cache_bypassed()};
}

inline void check_outcome(const Outcome& outcome, Error error, int error_number) {
  CHECK_EQ(static_cast<int>(outcome.error), static_cast<int>(error));
  CHECK_EQ(outcome.error_number, error_number);
}

}  // namespace surfscan::test
