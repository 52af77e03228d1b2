// One read of a drive on its way to an answer that stands: what each answer means for it, whichever way it
// came. Shorter commands, other commands and the same again are tried here, each bounded.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/device.h"
#include "drive/drive_command.h"
#include "drive/drive_verdict.h"

namespace surfscan {

// How often a command that was not done is sent again.
constexpr uint32_t kMaxAgain = 3;
constexpr uint64_t kAgainPauseNs = 10'000'000;
// How long a drive may take to become ready.
constexpr uint64_t kReadyPauseNs = 500'000'000;
constexpr uint64_t kMaxReadyNs = 30'000'000'000;

// How a drive is asked, which its reads find out: by the first of some orders that it takes, and for no
// more at once than the system lets through.
class DriveManner {
 public:
  // `orders`: at least one; the best first. `most_sectors`: of one command, as is known before.
  explicit DriveManner(std::vector<DriveOrder> orders, uint32_t most_sectors = UINT32_MAX)
      : orders_(std::move(orders)), most_sectors_(most_sectors) {}

  // Whether any of them needs memory for what it brings.
  bool brings_sectors() const;

  // For a range that begins there: an order that can name it; none: nothing that the drive takes can.
  std::optional<DriveOrder> order_at(uint64_t lba) const;
  uint32_t most_sectors(DriveOrder order) const;

  // It is not taken. False: there is no other.
  bool give_up(DriveOrder order);
  // So many were too many.
  void shorten(uint32_t sectors) { most_sectors_ = (sectors + 1) / 2; }

 private:
  std::vector<DriveOrder> orders_;
  uint32_t most_sectors_;
};

class DriveRead {
 public:
  enum class Next { finished, send, send_later };

  DriveRead() = default;
  explicit DriveRead(const DriveRange& range) : range_(range) {}

  // What is to be sent now. False: no order can.
  bool choose(const DriveManner& manner);
  DriveOrder order() const { return order_; }
  const DriveRange& piece() const { return piece_; }

  void sent(uint64_t now_ns) { sent_ns_ = now_ns; }

  // Takes in what came of it. Where that finishes the read `outcome` says how; `send_later`: not before
  // resend_at_ns().
  Next take(const Verdict& verdict, uint64_t now_ns, DriveManner& manner, Outcome& outcome);
  uint64_t resend_at_ns() const { return resend_at_ns_; }

 private:
  Next go_on(const Verdict& verdict, uint64_t now_ns, Outcome& outcome);
  Next finish(const Verdict& verdict, uint64_t now_ns, Outcome& outcome) const;
  Next repeat(const Verdict& verdict, uint64_t now_ns, Outcome& outcome);
  Next await_ready(const Verdict& verdict, uint64_t now_ns, Outcome& outcome);

  DriveRange range_;  // what is left of it
  DriveRange piece_;
  DriveOrder order_ = DriveOrder::read16;
  DriveStatus recovered_;
  uint64_t sent_ns_ = 0;
  uint64_t latency_ns_ = 0;  // of the pieces that are done
  uint32_t again_left_ = kMaxAgain;
  uint64_t awaited_since_ns_ = 0;  // 0: it is not awaited
  uint64_t resend_at_ns_ = 0;
};

}  // namespace surfscan
