// The two rings that are shared with the kernel, io_uring(7): reads go out through one, and their
// answers come back through the other. Rings of large entries take commands for a device's driver instead.
#pragma once

#include <cstdint>

#include "posix/reader_target.h"
#include "posix/system_calls.h"
#include "uring/ring_calls.h"

namespace surfscan {

class UringRing {
 public:
  struct Answer {
    uint32_t slot;
    int32_t result;  // bytes, or −errno; of a command what its driver says
  };

  // For reads, or for commands to a driver: entries are twice as large then.
  enum class Entries : uint32_t { reads = 0, commands = 1 };
  static constexpr size_t kCommandBytes = 80;

  UringRing(const SystemCalls& calls, const RingCalls& ring_calls, Entries of = Entries::reads)
      : calls_(calls), ring_calls_(ring_calls), shift_(static_cast<uint32_t>(of)) {}
  UringRing(const UringRing&) = delete;
  UringRing& operator=(const UringRing&) = delete;
  ~UringRing();

  // For so many reads at once. 0, or the errno why there is no ring: ENOSYS also where the kernel
  // cannot wait with a time limit (before Linux 5.11).
  int open(uint32_t reads);

  // Puts a read into the ring, which goes out with the next enter(). `priority` as of ioprio_set(2),
  // 0: the thread's own.
  void queue_read(int fd, const ByteRange& range, uint32_t slot, uint16_t priority);

  // The same for a command: returns its kCommandBytes, all zero, which the caller fills in.
  void* queue_command(int fd, uint32_t operation, uint32_t slot);

  // Reads in the ring that the kernel has not taken: their slots, the first queued first.
  uint32_t unsent() const { return queued_ - sent_; }
  uint32_t unsent_slot(uint32_t index) const;
  // Takes the last of them out of the ring again, and returns its slot.
  uint32_t take_back();

  // Reads that the kernel has taken and not answered: it may write to their memory.
  uint32_t out() const { return out_; }

  // Sends what is unsent, and waits so long for any answer. 0, or an errno; ETIME where none came.
  int enter(uint64_t wait_ns);

  // False: there is no answer to be had now.
  bool take(Answer& answer);

 private:
  struct Mapped {
    void* memory = nullptr;
    size_t bytes = 0;
    template <typename T>
    T* at(uint64_t offset) const {
      return reinterpret_cast<T*>(static_cast<char*>(memory) + offset);
    }
  };

  bool set_up(uint32_t reads, uint32_t flags);
  io_uring_sqe& entry(uint32_t number) const;
  io_uring_sqe& next_entry(uint32_t slot);
  bool map(Mapped& mapped, size_t bytes, uint64_t offset);

  const SystemCalls& calls_;
  const RingCalls& ring_calls_;
  const uint32_t shift_;  // of an entry's size
  int fd_ = -1;
  Mapped rings_;
  Mapped entries_;
  io_uring_params params_{};
  uint32_t queued_ = 0;  // all of these run on for ever, and wrap
  uint32_t sent_ = 0;
  uint32_t answered_ = 0;
  uint32_t out_ = 0;
};

}  // namespace surfscan
