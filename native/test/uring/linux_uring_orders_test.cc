// The two rings of io_uring(7) with another thread as the kernel, which shares nothing else with
// their user. -DSANITIZE=thread looks on: whoever reads a counter must see what was written before it.
#include <atomic>
#include <cstring>
#include <thread>

#include "posix/system_calls.h"
#include "test/check.h"
#include "uring/uring_ring.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint32_t kPlaces = 4;    // of reads
constexpr uint32_t kAnswers = 2;   // places of answers: fewer, so that one waits for the other
constexpr uint32_t kReads = 4000;  // a multiple of both

class NoSystem final : public SystemCalls {
 public:
  int close(int) const override { return 0; }
};

// Takes reads as the tail moves on, and answers each with its own offset.
class KernelThread final : public RingCalls {
 public:
  ~KernelThread() { thread_.join(); }

  int setup(uint32_t, io_uring_params* params) const override {
    params->sq_entries = kPlaces;
    params->cq_entries = kAnswers;
    params->features = IORING_FEAT_EXT_ARG | IORING_FEAT_SINGLE_MMAP;
    params->sq_off.head = offsetof(Rings, sq_head);
    params->sq_off.tail = offsetof(Rings, sq_tail);
    params->sq_off.array = offsetof(Rings, sq_array);
    params->cq_off.head = offsetof(Rings, cq_head);
    params->cq_off.tail = offsetof(Rings, cq_tail);
    params->cq_off.cqes = offsetof(Rings, cqes);
    return 1;
  }
  void* map(int, size_t, uint64_t offset) const override {
    return offset == IORING_OFF_SQES ? static_cast<void*>(sqes_) : &rings_;
  }
  void unmap(void*, size_t) const override {}

  // Returns once all of them are taken, of which it learns without an order of its own.
  int enter(int, uint32_t to_submit, uint32_t, uint32_t,
            const io_uring_getevents_arg*) const override {
    const uint32_t tail = __atomic_load_n(&rings_.sq_tail, __ATOMIC_RELAXED);
    while (__atomic_load_n(&rings_.sq_head, __ATOMIC_RELAXED) != tail) std::this_thread::yield();
    return static_cast<int>(to_submit);
  }

  // Once the rings are mapped.
  void start() { thread_ = std::thread([this] { serve(); }); }

 private:
  struct Rings {
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    uint32_t sq_array[kPlaces];
    io_uring_cqe cqes[kAnswers];
  };

  void serve() {
    uint32_t taken = 0;
    for (uint32_t answered = 0; answered < kReads;) {
      io_uring_sqe entries[kPlaces];
      const uint32_t tail = __atomic_load_n(&rings_.sq_tail, __ATOMIC_ACQUIRE);
      const uint32_t count = tail - taken;
      for (uint32_t i = 0; i < count; i++, taken++) {
        entries[i] = sqes_[rings_.sq_array[taken % kPlaces]];
      }
      __atomic_store_n(&rings_.sq_head, taken, __ATOMIC_RELEASE);
      for (uint32_t i = 0; i < count; i++) answer(entries[i], answered++);
      if (count == 0) std::this_thread::yield();
    }
  }

  void answer(const io_uring_sqe& entry, uint32_t place) {
    while (place - __atomic_load_n(&rings_.cq_head, __ATOMIC_ACQUIRE) == kAnswers) {
      std::this_thread::yield();
    }
    io_uring_cqe& answer = rings_.cqes[place % kAnswers];
    answer.user_data = entry.user_data;
    answer.res = static_cast<int32_t>(entry.off);
    __atomic_store_n(&rings_.cq_tail, place + 1, __ATOMIC_RELEASE);
  }

  mutable Rings rings_{};
  mutable io_uring_sqe sqes_[kPlaces]{};
  std::thread thread_;
};

void queue(UringRing& ring, uint32_t read) {
  ring.queue_read(1, {read, 1, nullptr}, read % kPlaces, 0);
}

// The next read in order, which must be answered by its own offset.
void take(UringRing& ring, uint32_t read) {
  UringRing::Answer answer{};
  while (!ring.take(answer)) std::this_thread::yield();
  CHECK_EQ(answer.slot, read % kPlaces);
  CHECK_EQ(answer.result, static_cast<int32_t>(read));
}

void each_side_sees_what_the_other_wrote_before_its_counter() {
  const NoSystem system;
  KernelThread kernel;
  UringRing ring(system, kernel);
  CHECK_EQ(ring.open(kPlaces), 0);
  kernel.start();
  // Twice as many go out as there are places before the first answer is taken: the places of reads
  // are used again on the word of their head alone, those of answers on that of theirs.
  for (uint32_t read = 0; read < kReads; read += 2 * kPlaces) {
    for (uint32_t round = 0; round < 2; round++) {
      for (uint32_t i = 0; i < kPlaces; i++) queue(ring, read + round * kPlaces + i);
      if (round == 1) break;
      CHECK_EQ(ring.enter(0), 0);
    }
    for (uint32_t i = 0; i < kPlaces; i++) take(ring, read + i);
    CHECK_EQ(ring.enter(0), 0);
    for (uint32_t i = kPlaces; i < 2 * kPlaces; i++) take(ring, read + i);
  }
  CHECK_EQ(ring.out(), 0u);
}

}  // namespace

int main() {
  each_side_sees_what_the_other_wrote_before_its_counter();
  return failures();
}
