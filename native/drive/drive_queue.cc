#include "drive/drive_queue.h"

#include <algorithm>
#include <utility>

namespace surfscan {
namespace {

constexpr uint64_t kWaitOutStepNs = 60'000'000'000;

}  // namespace

DriveQueue::DriveQueue(const SystemCalls& calls, OpenedDrive drive, uint32_t depth)
    : calls_(calls),
      target_(std::move(drive.target)),
      transport_(std::move(drive.transport)),
      first_lba_(drive.reach.first_lba),
      manner_(std::move(drive.reach.orders), drive.reach.most_sectors),
      slots_(std::min(depth, transport_->depth())) {}

void DriveQueue::submit(uint32_t slot, uint64_t lba, uint32_t sectors) {
  // The second fence: a caller's mistake must not read beside a partition.
  if (sectors == 0 || lba >= geometry().sectors || sectors > geometry().sectors - lba) {
    refuse(slot);
    return;
  }
  slots_[slot] = {DriveRead({first_lba_ + lba, sectors}), 0};
  send(slot);
}

uint32_t DriveQueue::reap(Completion* completions, uint32_t most, uint64_t wait_ns) {
  uint64_t left_ns = resend_due(wait_ns);
  uint32_t slot = 0;
  Verdict verdict;
  while (done_.size() < most && transport_->take(done_.empty() ? left_ns : 0, slot, verdict)) {
    out_--;
    take(slot, verdict);
    left_ns = 0;
  }
  return collect(completions, most);
}

void DriveQueue::wait_out() {
  uint32_t slot = 0;
  Verdict verdict;
  while (is_in_use()) transport_->take(kWaitOutStepNs, slot, verdict);
}

void DriveQueue::send(uint32_t slot) {
  DriveRead& read = slots_[slot].read;
  if (!read.choose(manner_)) {
    refuse(slot);
    return;
  }
  read.sent(calls_.now_ns());
  char* buffer = brings_sectors(read.order()) ? room_.of(slot) : nullptr;
  const int error_number = transport_->send(slot, read.order(), read.piece(), buffer);
  if (error_number == 0) out_++;
  else take(slot, judge_errno(error_number));
}

void DriveQueue::refuse(uint32_t slot) {
  Outcome outcome;
  outcome.error = Error::defect;
  done_.push_back({slot, outcome});
}

void DriveQueue::take(uint32_t slot, const Verdict& verdict) {
  DriveRead& read = slots_[slot].read;
  Outcome outcome;
  switch (read.take(verdict, calls_.now_ns(), manner_, outcome)) {
    case DriveRead::Next::finished:
      done_.push_back({slot, outcome});
      break;
    case DriveRead::Next::send:
      send(slot);
      break;
    case DriveRead::Next::send_later:
      slots_[slot].resend_at_ns = read.resend_at_ns();
      break;
  }
}

// Sends what is due again. How long may be waited now: until the next is.
uint64_t DriveQueue::resend_due(uint64_t wait_ns) {
  const auto waits = [](const Slot& slot) { return slot.resend_at_ns != 0; };
  if (std::none_of(slots_.begin(), slots_.end(), waits)) return wait_ns;
  const uint64_t now_ns = calls_.now_ns();
  uint64_t left_ns = wait_ns;
  for (uint32_t slot = 0; slot < depth(); slot++) {
    const uint64_t at_ns = slots_[slot].resend_at_ns;
    if (at_ns == 0) continue;
    if (at_ns > now_ns) {
      left_ns = std::min(left_ns, at_ns - now_ns);
      continue;
    }
    slots_[slot].resend_at_ns = 0;
    send(slot);
  }
  if (out_ > 0 || !done_.empty()) return left_ns;
  calls_.pause(left_ns);
  return 0;
}

uint32_t DriveQueue::collect(Completion* completions, uint32_t most) {
  const auto count = static_cast<uint32_t>(std::min<size_t>(most, done_.size()));
  std::copy_n(done_.begin(), count, completions);
  done_.erase(done_.begin(), done_.begin() + count);
  return count;
}

}  // namespace surfscan
