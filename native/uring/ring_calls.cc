#include "uring/ring_calls.h"

#include <linux/ioprio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace surfscan {
namespace {

class RealRingCalls final : public RingCalls {
 public:
  constexpr RealRingCalls() = default;
};

}  // namespace

const RingCalls& real_ring_calls() {
  static constexpr RealRingCalls kRealRingCalls;
  return kRealRingCalls;
}

int RingCalls::setup(uint32_t entries, io_uring_params* params) const {
  return static_cast<int>(::syscall(SYS_io_uring_setup, entries, params));
}

int RingCalls::enter(int ring, uint32_t to_submit, uint32_t min_complete, uint32_t flags,
                     const io_uring_getevents_arg* argument) const {
  return static_cast<int>(::syscall(SYS_io_uring_enter, ring, to_submit, min_complete, flags,
                                    argument, argument == nullptr ? 0 : sizeof *argument));
}

void* RingCalls::map(int ring, size_t bytes, uint64_t offset) const {
  void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring,
                        static_cast<off_t>(offset));
  return memory == MAP_FAILED ? nullptr : memory;
}

uint16_t RingCalls::priority() const {
  const long own = ::syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0);
  if (own > 0 && IOPRIO_PRIO_CLASS(own) != IOPRIO_CLASS_NONE) return static_cast<uint16_t>(own);
  const int nice = ::getpriority(PRIO_PROCESS, 0);
  return IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, (nice + 20) / 5);  // linux/ioprio.h, task_nice_ioprio()
}

void RingCalls::unmap(void* memory, size_t bytes) const { ::munmap(memory, bytes); }

}  // namespace surfscan
