#include "drive/cam_queue.h"

namespace surfscan {

std::unique_ptr<CamQueue> CamQueue::make(const SystemCalls& calls, CamPass& pass,
                                         const CamLimits& limits, uint32_t depth) {
  const CamCalls& cam_calls = pass.cam_calls();
  if (cam_calls.lock(pass.fd()) != 0) return nullptr;
  // Nothing is out: ENOENT of a node that queues, ENOTTY of one that does not (before FreeBSD 10.3).
  ccb block{};
  if (pass.call(CAMIOGET, block) != ENOENT) return nullptr;
  const int watched = cam_calls.watch(pass.fd());
  if (watched < 0) return nullptr;
  return std::unique_ptr<CamQueue>(new CamQueue(calls, std::move(pass), limits, depth, watched));
}

CamQueue::CamQueue(const SystemCalls& calls, CamPass pass, const CamLimits& limits, uint32_t depth,
                   int watched)
    : calls_(calls), pass_(std::move(pass)), limits_(limits), watched_(watched), orders_(depth) {}

CamQueue::~CamQueue() { calls_.close(watched_); }

int CamQueue::send(uint32_t slot, DriveOrder order, const DriveRange& range, char* buffer) {
  ccb block = cam_block(order, range, limits_, buffer);
  // Given back as it was.
  block.ccb_h.periph_priv.entries[0].field = slot;
  const int error_number = pass_.call(CAMIOQUEUE, block);
  if (error_number == 0) orders_[slot] = {true, order, range};
  return error_number;
}

bool CamQueue::take(uint64_t wait_ns, uint32_t& slot, Verdict& verdict) {
  if (take_answer(slot, verdict)) return true;
  const int woke = wait_ns == 0 ? 0 : pass_.cam_calls().await(watched_, wait_ns);
  if (woke == 0) return false;
  // The device was taken away: what is out is never answered.
  return take_answer(slot, verdict) || (woke < 0 && take_gone(ENXIO, slot, verdict));
}

bool CamQueue::take_answer(uint32_t& slot, Verdict& verdict) {
  ccb block{};
  const int error_number = pass_.call(CAMIOGET, block);
  if (error_number == ENXIO || error_number == ENODEV || error_number == EBADF) {
    return take_gone(ENXIO, slot, verdict);
  }
  if (error_number != 0) return false;
  const u_long answered = block.ccb_h.periph_priv.entries[0].field;
  if (answered >= orders_.size() || !orders_[answered].is_out) return false;
  orders_[answered].is_out = false;
  slot = static_cast<uint32_t>(answered);
  verdict = pass_.verdict(block, orders_[slot].order, orders_[slot].range);
  return true;
}

bool CamQueue::take_gone(int error_number, uint32_t& slot, Verdict& verdict) {
  for (uint32_t i = 0; i < depth(); i++) {
    if (!orders_[i].is_out) continue;
    orders_[i].is_out = false;
    slot = i;
    verdict = judge_errno(error_number);
    return true;
  }
  return false;
}

}  // namespace surfscan
