// An NVMe drive behind an io_uring of large entries, and behind its ioctl, that answers as a test has
// written down. That it is sent reads and verifications alone is checked here, for all tests.
#pragma once

#include <cstring>
#include <deque>
#include <memory>
#include <vector>

#include "drive/nvme_command.h"
#include "test/drive/scripted_drive.h"

namespace surfscan::test {

struct NvmeAnswer {
  int32_t result = 0;
  uint64_t after_ns = 1'000'000;
};

class ScriptedNvme final : public RingCalls {
 public:
  explicit ScriptedNvme(ScriptedCalls& calls, ScriptedDrive& disk) : calls_(calls) {
    calls.on_ioctl = [this, &calls, &disk](unsigned long request, void* argument) {
      calls.ioctl_result = request == kNvmeIoctlId ? 1 : 0;  // the namespace's number
      if (request == kNvmeIoctlId) return 0;
      if (request == kNvmeIoctlAdmin) return identify(*static_cast<NvmeCommand*>(argument));
      if (request == kNvmeIoctlIo) return answer_ioctl(*static_cast<NvmeCommand*>(argument));
      return disk.answer_geometry(request, argument) ? 0 : ENOTTY;
    };
  }

  // The script.
  int setup_errno = 0;
  int io_errno = 0;
  int admin_errno = 0;
  uint16_t optional_commands = 0;
  int verify_size_limit = 0;  // negative: it does not know the page
  mutable std::deque<NvmeAnswer> answers;  // of the first commands; then all are good
  mutable std::deque<int> enter_errnos;

  // What was asked.
  mutable std::vector<NvmeCommand> sent;
  mutable uint32_t setup_flags = 0;

  size_t out() const { return out_.size(); }

  int setup(uint32_t wanted, io_uring_params* params) const override {
    if (setup_errno != 0) return failed(setup_errno);
    CHECK(wanted <= kMost);
    setup_flags = params->flags;
    *rings_ = {};
    params->sq_entries = kMost;
    params->cq_entries = 2 * kMost;
    params->features = IORING_FEAT_EXT_ARG | IORING_FEAT_SINGLE_MMAP;
    params->sq_off.head = offsetof(Rings, sq_head);
    params->sq_off.tail = offsetof(Rings, sq_tail);
    params->sq_off.array = offsetof(Rings, sq_array);
    params->cq_off.head = offsetof(Rings, cq_head);
    params->cq_off.tail = offsetof(Rings, cq_tail);
    params->cq_off.cqes = offsetof(Rings, cqes);
    return kScriptedRing;
  }

  void* map(int, size_t bytes, uint64_t offset) const override {
    if (offset == IORING_OFF_SQES) {
      CHECK_EQ(bytes, sizeof sqes_);
      return sqes_;
    }
    CHECK_EQ(bytes, sizeof(Rings));
    return rings_.get();
  }
  void unmap(void*, size_t) const override {}
  uint16_t priority() const override { return 0; }

  int enter(int, uint32_t to_submit, uint32_t, uint32_t flags,
            const io_uring_getevents_arg* argument) const override {
    if (!enter_errnos.empty()) {
      const int error_number = enter_errnos.front();
      enter_errnos.pop_front();
      if (error_number != 0) return failed(error_number);
    }
    for (uint32_t i = 0; i < to_submit; i++) take_entry();
    if ((flags & IORING_ENTER_GETEVENTS) == 0) return static_cast<int>(to_submit);
    const auto* limit = reinterpret_cast<const __kernel_timespec*>(argument->ts);
    return wait(static_cast<uint64_t>(limit->tv_sec) * 1'000'000'000 +
                static_cast<uint64_t>(limit->tv_nsec))
               ? 0
               : failed(ETIME);
  }

 private:
  static constexpr uint32_t kMost = 16;
  struct Entry {
    io_uring_sqe head;
    uint8_t rest[64];
  };
  struct Rings {
    uint32_t sq_head, sq_tail, cq_head, cq_tail;
    uint32_t sq_array[kMost];
    io_uring_cqe cqes[4 * kMost];  // two places each
  };
  struct Out {
    uint64_t user_data;
    NvmeAnswer answer;
    uint64_t due_ns;
  };

  static int failed(int error_number) {
    errno = error_number;
    return -1;
  }

  // NVM Command Set 3.2.4 and 3.2.7: Read, with as much memory as its blocks take, and Verify, with none.
  NvmeAnswer take(const NvmeCommand& command) const {
    const bool verifies = command.opcode == 0x0c;
    CHECK(verifies || command.opcode == 0x02);
    CHECK_EQ(command.nsid, 1u);
    CHECK_EQ(command.data_len, verifies ? 0 : ((command.cdw12 & 0xffff) + 1) * 512);
    CHECK_EQ(command.addr == 0, verifies);
    CHECK_EQ(command.cdw12 >> 16, 0u);
    sent.push_back(command);
    if (answers.empty()) return {};
    const NvmeAnswer answer = answers.front();
    answers.pop_front();
    return answer;
  }

  int answer_ioctl(const NvmeCommand& command) const {
    if (io_errno != 0) return io_errno;
    const NvmeAnswer answer = take(command);
    calls_.clock_ns += answer.after_ns;
    calls_.ioctl_result = answer.result;
    return 0;
  }

  // NVM Express Base 5.17, figures 274 and 275: Identify, of the controller and of its NVM commands.
  int identify(const NvmeCommand& command) const {
    CHECK_EQ(+command.opcode, 0x06);
    CHECK_EQ(command.data_len, kIdentifyBytes);
    CHECK(command.cdw10 == 0x01 || command.cdw10 == 0x06);
    if (admin_errno != 0) return admin_errno;
    auto* page = reinterpret_cast<uint8_t*>(command.addr);
    std::memset(page, 0, kIdentifyBytes);
    if (command.cdw10 == 0x01) {
      std::memcpy(page + 520, &optional_commands, sizeof optional_commands);
      return 0;
    }
    page[0] = static_cast<uint8_t>(verify_size_limit);
    calls_.ioctl_result = verify_size_limit < 0 ? 0x4002 : 0;  // Invalid Field in Command, do not retry
    return 0;
  }

  void take_entry() const {
    const Entry& entry = sqes_[rings_->sq_array[rings_->sq_head++ % kMost]];
    CHECK_EQ(+entry.head.opcode, 46);
    CHECK_EQ(entry.head.fd, kScriptedFd);
    CHECK_EQ(entry.head.off, uint64_t{kNvmeUringIo});
    NvmeCommand command;
    std::memcpy(&command, reinterpret_cast<const char*>(&entry) + 48, sizeof command);
    const NvmeAnswer answer = take(command);
    const bool silent = answer.after_ns == kNoAnswer;
    out_.push_back({entry.head.user_data, answer,
                    silent ? kNoAnswer : calls_.clock_ns + answer.after_ns});
  }

  bool wait(uint64_t wait_ns) const {
    uint64_t until_ns = calls_.clock_ns + wait_ns;
    for (const Out& out : out_) until_ns = std::min(until_ns, out.due_ns);
    calls_.clock_ns = std::max(calls_.clock_ns, until_ns);
    for (size_t i = 0; i < out_.size(); i++) {
      if (out_[i].due_ns > calls_.clock_ns) continue;
      io_uring_cqe& entry = rings_->cqes[2 * (rings_->cq_tail % (2 * kMost))];
      entry.user_data = out_[i].user_data;
      entry.res = out_[i].answer.result;
      rings_->cq_tail++;
      out_.erase(out_.begin() + static_cast<ptrdiff_t>(i));
      return true;
    }
    return false;
  }

  ScriptedCalls& calls_;
  std::unique_ptr<Rings> rings_ = std::make_unique<Rings>();
  mutable Entry sqes_[kMost] = {};
  mutable std::vector<Out> out_;
};

}  // namespace surfscan::test
