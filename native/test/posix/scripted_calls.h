// A system that says what a test has written down, and notes what it was asked.
#pragma once

#include <fcntl.h>

#include <cerrno>
#include <functional>
#include <vector>

#include "posix/system_calls.h"

namespace surfscan::test {

constexpr int kScriptedFd = 77;
constexpr uint64_t kClockStepNs = 1000;  // what each reading of the clock costs

// One answer of pread(2): so many bytes, or an errno. kWhole: as many as were asked for.
struct Piece {
  ssize_t bytes;
  int error_number = 0;
};
constexpr ssize_t kWhole = -2;
inline Piece failing(int error_number) { return {-1, error_number}; }

struct ReadCall {
  uint64_t offset;
  uint64_t bytes;
};

struct Advice {
  uint64_t offset;
  uint64_t bytes;
  int advice;
};

// The byte that the scripted disk holds at an offset.
inline uint8_t content(uint64_t offset) { return static_cast<uint8_t>(offset * 7 + offset / 512); }

class ScriptedCalls final : public SystemCalls {
 public:
  // The script.
  struct stat seen {};             // what stat(2) says
  int stat_errno = 0;
  std::vector<int> open_errnos;    // of the first so many open(2); 0: it opens
  struct stat opened {};           // what fstat(2) says
  int fstat_errno = 0;
  int get_flags_errno = 0;
  int set_flags_errno = 0;
  std::vector<Piece> pieces;       // answers of pread(2), the last one for ever; none: whole reads
  std::function<int(unsigned long, void*)> on_ioctl;  // gives an errno, 0: done
  mutable int ioctl_result = 0;    // of one that is done

  // What was asked.
  mutable std::vector<int> open_flags;
  mutable std::vector<int> flags_set;
  mutable std::vector<ReadCall> reads;
  mutable std::vector<Advice> advices;
  mutable std::vector<unsigned long> ioctls;
  mutable int closes = 0;
  mutable int pauses = 0;
  mutable uint64_t clock_ns = 0;

  void is_image(off_t bytes) {
    seen.st_mode = S_IFREG | 0600;
    seen.st_size = bytes;
    opened = seen;
  }
  void is_node(mode_t type) {
    seen.st_mode = type | 0600;
    seen.st_rdev = 0x801;
    opened = seen;
  }

  int stat(const char*, struct stat* status) const override {
    return say(stat_errno, seen, status);
  }
  int fstat(int, struct stat* status) const override { return say(fstat_errno, opened, status); }

  int open(const char*, int flags) const override {
    const size_t call = open_flags.size();
    open_flags.push_back(flags);
    return answer(call < open_errnos.size() ? open_errnos[call] : 0, kScriptedFd);
  }

  int close(int) const override {
    closes++;
    return 0;
  }

  ssize_t pread(int, void* buffer, size_t bytes, off_t offset) const override {
    const size_t call = reads.size();
    const uint64_t from = static_cast<uint64_t>(offset);
    reads.push_back({from, bytes});
    const Piece whole{kWhole};
    const Piece& piece = pieces.empty()         ? whole
                         : call < pieces.size() ? pieces[call]
                                                : pieces.back();
    if (piece.bytes == -1) return answer(piece.error_number, 0);
    const size_t got = piece.bytes == kWhole ? bytes : static_cast<size_t>(piece.bytes);
    for (size_t i = 0; i < got; i++) static_cast<uint8_t*>(buffer)[i] = content(from + i);
    return static_cast<ssize_t>(got);
  }

  int ioctl(int, unsigned long request, void* argument) const override {
    ioctls.push_back(request);
    const int error_number = on_ioctl ? on_ioctl(request, argument) : ENOTTY;
    return answer(error_number, ioctl_result);
  }

  int get_flags(int) const override {
    return answer(get_flags_errno, open_flags.empty() ? 0 : open_flags.back());
  }
  int set_flags(int, int flags) const override {
    flags_set.push_back(flags);
    return answer(set_flags_errno, 0);
  }

  void advise(int, off_t offset, off_t bytes, int advice) const override {
    advices.push_back({static_cast<uint64_t>(offset), static_cast<uint64_t>(bytes), advice});
  }

  void pause(uint64_t ns) const override {
    pauses++;
    clock_ns += ns;
  }
  uint64_t now_ns() const override { return clock_ns += kClockStepNs; }

 private:
  static int answer(int error_number, int result) {
    if (error_number == 0) return result;
    errno = error_number;
    return -1;
  }
  static int say(int error_number, const struct stat& said, struct stat* status) {
    *status = said;
    return answer(error_number, 0);
  }
};

}  // namespace surfscan::test
