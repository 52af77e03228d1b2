// A kernel's side of io_uring(7) that answers as a test has written down, on the clock of scripted
// calls. Reads that were answered well bring content(): into the memory that they were sent with.
#pragma once

#include <algorithm>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "test/check.h"
#include "test/posix/scripted_calls.h"
#include "uring/ring_calls.h"

namespace surfscan::test {

constexpr int kScriptedRing = 78;
constexpr uint64_t kSilent = UINT64_MAX;
constexpr int64_t kAll = INT64_MIN;

// What comes of a read, so long after it was sent: bytes (kAll: as many as were asked for) or −errno.
struct RingAnswer {
  int64_t result = kAll;
  uint64_t after_ns = 1'000'000;
};

class ScriptedRing final : public RingCalls {
 public:
  explicit ScriptedRing(const ScriptedCalls& calls) : calls_(calls) {}

  // The script.
  int setup_errno = 0;
  uint32_t known_flags = UINT32_MAX;         // of io_uring_setup(2); others are EINVAL
  uint32_t features = IORING_FEAT_EXT_ARG | IORING_FEAT_SINGLE_MMAP;
  int failing_map = -1;                      // the number of the mmap(2) that fails
  std::function<RingAnswer(const ReadCall&)> on_read;
  mutable std::deque<RingAnswer> answers;    // of the first reads; then on_read, or all good
  mutable std::deque<int> enter_errnos;      // of the first io_uring_enter(2); 0: as ever
  uint16_t own_priority = 2 << 13 | 4;       // best effort, as most have
  uint32_t takes_at_most = UINT32_MAX;       // reads that one io_uring_enter(2) takes

  // What was asked.
  mutable std::vector<ReadCall> reads;
  mutable uint32_t entries = 0;
  mutable uint32_t setup_flags = 0;
  mutable int enters = 0;
  mutable int maps = 0;
  mutable int unmaps = 0;
  mutable size_t most_out = 0;
  mutable std::vector<uint16_t> priorities;  // of the reads

  size_t out() const { return out_.size(); }

  int setup(uint32_t wanted, io_uring_params* params) const override {
    if (setup_errno != 0) return failed(setup_errno);
    if ((params->flags & ~known_flags) != 0) return failed(EINVAL);
    setup_flags = params->flags;
    entries = wanted;
    params->sq_entries = 1;
    while (params->sq_entries < wanted) params->sq_entries *= 2;
    params->cq_entries = 2 * params->sq_entries;
    params->features = features;
    params->sq_off.head = offsetof(Rings, sq_head);
    params->sq_off.tail = offsetof(Rings, sq_tail);
    params->sq_off.array = offsetof(Rings, sq_array);
    params->cq_off.head = offsetof(Rings, cq_head);
    params->cq_off.tail = offsetof(Rings, cq_tail);
    params->cq_off.cqes = offsetof(Rings, cqes);
    sq_entries_ = params->sq_entries;
    cq_entries_ = params->cq_entries;
    return kScriptedRing;
  }

  void* map(int ring, size_t bytes, uint64_t offset) const override {
    CHECK_EQ(ring, kScriptedRing);
    if (maps++ == failing_map) {
      failed(ENOMEM);
      return nullptr;
    }
    if (offset == IORING_OFF_SQES) {
      CHECK_EQ(bytes, sq_entries_ * sizeof(io_uring_sqe));
      return sqes_;
    }
    CHECK(bytes <= sizeof(Rings));
    return rings_.get();
  }
  void unmap(void*, size_t) const override { unmaps++; }
  uint16_t priority() const override { return own_priority; }

  int enter(int ring, uint32_t to_submit, uint32_t min_complete, uint32_t flags,
            const io_uring_getevents_arg* argument) const override {
    CHECK_EQ(ring, kScriptedRing);
    CHECK_EQ(to_submit, rings_->sq_tail - rings_->sq_head);
    enters++;
    if (!enter_errnos.empty()) {
      const int error_number = enter_errnos.front();
      enter_errnos.pop_front();
      if (error_number != 0) return failed(error_number);
    }
    const uint32_t taken = std::min(to_submit, takes_at_most);
    for (uint32_t i = 0; i < taken; i++) send();
    if (taken < to_submit || (flags & IORING_ENTER_GETEVENTS) == 0) return static_cast<int>(taken);
    const bool came = wait(min_complete, argument);
    return came || taken > 0 ? static_cast<int>(taken) : failed(ETIME);
  }

 private:
  static constexpr uint32_t kMost = 512;
  struct Rings {
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    uint32_t sq_array[kMost];
    io_uring_cqe cqes[2 * kMost];
  };
  struct Out {
    io_uring_sqe entry;
    RingAnswer answer;
    uint64_t due_ns;
  };

  static int failed(int error_number) {
    errno = error_number;
    return -1;
  }

  void send() const {
    const uint32_t index = rings_->sq_array[rings_->sq_head++ % sq_entries_];
    const io_uring_sqe& entry = sqes_[index];
    CHECK_EQ(+entry.opcode, +IORING_OP_READ);
    CHECK_EQ(+entry.flags, 0);
    CHECK_EQ(entry.fd, kScriptedFd);
    for (const Out& other : out_) CHECK(other.entry.user_data != entry.user_data);
    const ReadCall call{entry.off, entry.len};
    reads.push_back(call);
    priorities.push_back(entry.ioprio);
    RingAnswer answer = on_read ? on_read(call) : RingAnswer{};
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    const bool silent = answer.after_ns == kSilent;
    out_.push_back({entry, answer, silent ? kSilent : calls_.clock_ns + answer.after_ns});
    most_out = std::max(most_out, out_.size());
  }

  bool wait(uint32_t min_complete, const io_uring_getevents_arg* argument) const {
    const auto* limit = reinterpret_cast<const __kernel_timespec*>(argument->ts);
    uint64_t until_ns = calls_.clock_ns + static_cast<uint64_t>(limit->tv_sec) * 1'000'000'000 +
                        static_cast<uint64_t>(limit->tv_nsec);
    if (rings_->cq_tail - rings_->cq_head < min_complete) {
      for (const Out& out : out_) until_ns = std::min(until_ns, out.due_ns);
      calls_.clock_ns = std::max(calls_.clock_ns, until_ns);
    }
    answer_due();
    return rings_->cq_tail - rings_->cq_head >= min_complete;
  }

  void answer_due() const {
    for (size_t i = 0; i < out_.size();) {
      if (out_[i].due_ns > calls_.clock_ns) {
        i++;
        continue;
      }
      answer(out_[i]);
      out_.erase(out_.begin() + static_cast<ptrdiff_t>(i));
    }
  }

  void answer(const Out& out) const {
    const int64_t result = out.answer.result == kAll ? out.entry.len : out.answer.result;
    auto* memory = reinterpret_cast<uint8_t*>(out.entry.addr);
    for (int64_t i = 0; i < result; i++) {
      memory[i] = content(out.entry.off + static_cast<uint64_t>(i));
    }
    CHECK(rings_->cq_tail - rings_->cq_head < cq_entries_);
    rings_->cqes[rings_->cq_tail % cq_entries_] = {};
    rings_->cqes[rings_->cq_tail % cq_entries_].user_data = out.entry.user_data;
    rings_->cqes[rings_->cq_tail % cq_entries_].res = static_cast<int32_t>(result);
    rings_->cq_tail++;
  }

  const ScriptedCalls& calls_;
  mutable uint32_t sq_entries_ = 0;
  mutable uint32_t cq_entries_ = 0;
  std::unique_ptr<Rings> rings_ = std::make_unique<Rings>();
  mutable io_uring_sqe sqes_[kMost] = {};
  mutable std::vector<Out> out_;
};

}  // namespace surfscan::test
