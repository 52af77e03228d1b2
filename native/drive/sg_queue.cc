#include "drive/sg_queue.h"

#include <poll.h>

#include <cerrno>
#include <utility>

namespace surfscan {
namespace {

constexpr uint32_t kMostOut = 16;  // of a descriptor: SG_MAX_QUEUE, drivers/scsi/sg.c
// What glibc's <scsi/sg.h> lacks: behind what others wait for, not before it.
constexpr uint32_t kQueueAtTail = 0x10;

}  // namespace

SgQueue::SgQueue(const DriveCalls& calls, OpenFile file, uint32_t sector_bytes,
                 uint32_t timeout_ms)
    : calls_(calls),
      file_(std::move(file)),
      sector_bytes_(sector_bytes),
      timeout_ms_(timeout_ms),
      orders_(kMostOut),
      out_(kMostOut) {}

int SgQueue::send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) {
  SgOrder& sent = orders_[slot];
  sent = {order, range, build_cdb(order, range, sector_bytes_), {}};
  sg_io_hdr header = sg_header(sent, buffer, timeout_ms_);
  header.flags = kQueueAtTail;
  header.pack_id = static_cast<int>(slot);
  if (calls_.write(file_.fd(), &header, sizeof header) < 0) return errno;
  out_[slot] = true;
  return 0;
}

bool SgQueue::take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) {
  if (take_answer(slot, verdict)) return true;
  const int events = wait_ns == 0 ? 0 : calls_.await(file_.fd(), wait_ns);
  if (events <= 0) return false;
  if (take_answer(slot, verdict)) return true;
  // The device was taken away: what is out is never answered.
  return (events & (POLLHUP | POLLERR)) != 0 && take_gone(ENODEV, slot, verdict);
}

bool SgQueue::take_answer(uint32_t& slot, Verdict& verdict) {
  sg_io_hdr header{};
  header.interface_id = 'S';
  header.pack_id = -1;
  if (calls_.read(file_.fd(), &header, sizeof header) < 0) {
    return (errno == ENODEV || errno == ENXIO) && take_gone(errno, slot, verdict);
  }
  const auto answered = static_cast<uint32_t>(header.pack_id);
  if (answered >= depth() || !out_[answered]) return false;
  out_[answered] = false;
  slot = answered;
  verdict = sg_verdict(header, orders_[answered]);
  return true;
}

bool SgQueue::take_gone(int error_number, uint32_t& slot, Verdict& verdict) {
  for (uint32_t i = 0; i < depth(); i++) {
    if (!out_[i]) continue;
    out_[i] = false;
    slot = i;
    verdict = judge_errno(error_number);
    return true;
  }
  return false;
}

}  // namespace surfscan
