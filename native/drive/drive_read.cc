#include "drive/drive_read.h"

#include <algorithm>
#include <cerrno>

namespace surfscan {
namespace {

// An aborted command names its request, a cable's error nothing; and of a request that begins at 0, an
// LBA of 0 may be no more than a field that nobody filled in.
bool is_named(const Verdict& verdict, const DriveRange& asked) {
  if (!verdict.names_lba || (asked.lba == 0 && verdict.lba == 0)) return false;
  switch (verdict.error) {
    case Error::unc:
    case Error::idnf:
    case Error::amnf:
      return true;
    case Error::bbk:
      return verdict.drive.packed == ata_status((verdict.drive.packed >> 8) & 0xff, 0x80).packed;
    default:
      return false;
  }
}

}  // namespace

std::optional<DriveOrder> DriveManner::order_at(uint64_t lba) const {
  const auto found = std::find_if(orders_.begin(), orders_.end(), [lba](DriveOrder order) {
    return lba < end_lba(order);
  });
  if (found == orders_.end()) return {};
  return *found;
}

bool DriveManner::brings_sectors() const {
  return std::any_of(orders_.begin(), orders_.end(), surfscan::brings_sectors);
}

uint32_t DriveManner::most_sectors(DriveOrder order) const {
  return std::min(most_sectors_, surfscan::most_sectors(order));
}

bool DriveManner::give_up(DriveOrder order) {
  const auto found = std::find(orders_.begin(), orders_.end(), order);
  if (found == orders_.end()) return true;  // another read was told so, too
  if (orders_.size() == 1) return false;
  orders_.erase(found);
  return true;
}

bool DriveRead::choose(const DriveManner& manner) {
  const std::optional<DriveOrder> order = manner.order_at(range_.lba);
  if (!order) return false;
  order_ = *order;
  const uint64_t to_end = end_lba(order_) - range_.lba;
  const uint64_t most = std::min<uint64_t>(manner.most_sectors(order_), to_end);
  piece_ = {range_.lba, static_cast<uint32_t>(std::min<uint64_t>(range_.sectors, most))};
  return true;
}

DriveRead::Next DriveRead::take(const Verdict& verdict, uint64_t now_ns, DriveManner& manner,
                                Outcome& outcome) {
  switch (verdict.course) {
    case Course::finished:
      return go_on(verdict, now_ns, outcome);
    case Course::again:
      return repeat(verdict, now_ns, outcome);
    case Course::once_more:
      again_left_ = std::min(again_left_, 1u);
      return repeat(verdict, now_ns, outcome);
    case Course::when_ready:
      return await_ready(verdict, now_ns, outcome);
    case Course::too_long:
      if (piece_.sectors == 1) return finish(verdict, now_ns, outcome);
      manner.shorten(piece_.sectors);
      return Next::send;
    case Course::unsupported:
    case Course::refused:
      return manner.give_up(order_) ? Next::send : finish(verdict, now_ns, outcome);
  }
  return finish(verdict, now_ns, outcome);
}

DriveRead::Next DriveRead::go_on(const Verdict& verdict, uint64_t now_ns, Outcome& outcome) {
  if (verdict.error != Error::none) return finish(verdict, now_ns, outcome);
  if (verdict.recovered) recovered_ = verdict.drive;
  if (piece_.sectors == range_.sectors) return finish(verdict, now_ns, outcome);
  latency_ns_ += now_ns - sent_ns_;
  range_ = {range_.lba + piece_.sectors, range_.sectors - piece_.sectors};
  again_left_ = kMaxAgain;
  awaited_since_ns_ = 0;
  return Next::send;
}

DriveRead::Next DriveRead::finish(const Verdict& verdict, uint64_t now_ns,
                                  Outcome& outcome) const {
  outcome = {};
  outcome.latency_ns = latency_ns_ + (now_ns - sent_ns_);
  outcome.error = verdict.error;
  outcome.error_number = verdict.error_number;
  outcome.drive = verdict.error == Error::none ? recovered_ : verdict.drive;
  outcome.named = is_named(verdict, piece_);
  // That nobody lets it through says nothing of the sector; nor does a command that is none.
  const bool is_unsent = verdict.error_number == EINVAL || verdict.error_number == E2BIG ||
                         verdict.error_number == ENOMEM;
  if (verdict.course == Course::refused || is_unsent) outcome.error = Error::defect;
  return Next::finished;
}

DriveRead::Next DriveRead::repeat(const Verdict& verdict, uint64_t now_ns, Outcome& outcome) {
  if (again_left_ == 0) return finish(verdict, now_ns, outcome);
  again_left_--;
  resend_at_ns_ = now_ns + kAgainPauseNs;
  return Next::send_later;
}

DriveRead::Next DriveRead::await_ready(const Verdict& verdict, uint64_t now_ns,
                                       Outcome& outcome) {
  if (awaited_since_ns_ == 0) awaited_since_ns_ = now_ns;
  if (now_ns - awaited_since_ns_ >= kMaxReadyNs) return finish(verdict, now_ns, outcome);
  resend_at_ns_ = now_ns + kReadyPauseNs;
  return Next::send_later;
}

}  // namespace surfscan
