// The system calls that io_uring(7) takes, as one table: a test overrides them and is the kernel.
// Linux alone has them. Each does as its namesake and leaves its errno in `errno`.
#pragma once

#include <linux/io_uring.h>

#include <cstddef>
#include <cstdint>

namespace surfscan {

class RingCalls {
 public:
  constexpr RingCalls() = default;
  RingCalls(const RingCalls&) = delete;
  RingCalls& operator=(const RingCalls&) = delete;

  virtual int setup(uint32_t entries, io_uring_params* params) const;
  virtual int enter(int ring, uint32_t to_submit, uint32_t min_complete, uint32_t flags,
                    const io_uring_getevents_arg* argument) const;
  virtual void* map(int ring, size_t bytes, uint64_t offset) const;  // mmap(2); null: it failed
  virtual void unmap(void* memory, size_t bytes) const;              // munmap(2)
  // What this thread's reads have, as ioprio_get(2) gives it: from nice(2) where it was never set.
  virtual uint16_t priority() const;

 protected:
  ~RingCalls() = default;
};

// The system itself.
const RingCalls& real_ring_calls();

}  // namespace surfscan
