#include "drive/drive_asking.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/read_room.h"
#include "drive/drive_identity.h"
#include "drive/drive_read.h"

namespace surfscan {
namespace {

// What is out when the wait for it is given up may still be written to.
struct Asked {
  ReadRoom room;
  OpenedDrive drive;
};

class Asking {
 public:
  Asking(const SystemCalls& calls, Asked& asked)
      : calls_(calls), asked_(asked), manner_({asked.drive.reach.orders.front()}) {}

  // False: the drive does not answer, and is asked nothing more.
  bool ask(const DriveRange& range, DriveAnswer& answer) {
    DriveRead read(range);
    answer.asked = true;
    for (;;) {
      if (!read.choose(manner_)) {
        answer.course = Course::unsupported;
        return true;
      }
      Verdict verdict;
      read.sent(calls_.now_ns());
      if (!send(read, verdict)) {
        answer.outcome.error = Error::time;
        return false;
      }
      answer.course = verdict.course;
      const DriveRead::Next next = read.take(verdict, calls_.now_ns(), manner_, answer.outcome);
      if (next == DriveRead::Next::finished) return true;
      if (next == DriveRead::Next::send_later) calls_.pause(kAgainPauseNs);
    }
  }

  // The same of ranges that no head and no cache is near, each in the middle of its part of the target.
  bool ask_pace(uint64_t first_lba, uint64_t sectors, uint64_t& median_ns) {
    std::vector<uint64_t> took_ns;
    const uint64_t part = sectors / kPaceRanges;
    for (uint32_t i = 0; i < kPaceRanges; i++) {
      DriveAnswer answer;
      if (!ask({first_lba + part * i + part / 2, kPaceSectors}, answer)) return false;
      const bool is_good = answer.course == Course::finished && answer.outcome.error == Error::none;
      if (is_good) took_ns.push_back(answer.outcome.latency_ns);
    }
    if (took_ns.size() <= kPaceRanges / 2) return true;
    const auto middle = took_ns.begin() + static_cast<std::ptrdiff_t>(took_ns.size() / 2);
    std::nth_element(took_ns.begin(), middle, took_ns.end());
    median_ns = std::max<uint64_t>(*middle, 1);
    return true;
  }

 private:
  bool send(const DriveRead& read, Verdict& verdict) {
    DriveTransport& transport = *asked_.drive.transport;
    const int error_number = transport.send(0, read.order(), read.piece(), asked_.room.of(0));
    if (error_number == 0) return await_answer(transport, calls_, verdict);
    verdict = judge_errno(error_number);
    return true;
  }

  const SystemCalls& calls_;
  Asked& asked_;
  DriveManner manner_;
};

}  // namespace

bool ask_opened(const SystemCalls& calls, OpenedDrive drive, const DriveQuestions& questions,
                DriveAnswers& answers) {
  auto asked = std::make_unique<Asked>(Asked{{}, std::move(drive)});
  const Geometry& geometry = asked->drive.target.geometry;
  if (!asked->room.make(1, geometry.logical_bytes)) return false;

  Asking asking(calls, *asked);
  const uint64_t first_lba = asked->drive.reach.first_lba;
  const uint64_t end_lba = questions.drive_sectors;
  // What lies outside of the target is never asked for; what lies outside of the drive is no one's.
  const bool ends_together = first_lba + geometry.sectors == end_lba;
  const bool is_behind = end_lba >= first_lba + geometry.sectors;
  bool answers_still = asking.ask({first_lba, 1}, answers.first);
  if (answers_still && questions.last && ends_together) {
    answers_still = asking.ask({end_lba - 1, 1}, answers.last);
  }
  if (answers_still && questions.behind && is_behind) {
    answers_still = asking.ask({end_lba, 1}, answers.behind);
  }
  const bool is_large = geometry.sectors >= kLeastPacedBytes / geometry.logical_bytes;
  const bool brings_none = !brings_sectors(asked->drive.reach.orders.front());
  if (answers_still && questions.pace && is_large && brings_none) {
    answers_still = asking.ask_pace(first_lba, geometry.sectors, answers.pace_ns);
  }
  if (!answers_still && asked->drive.transport->holds_memory()) static_cast<void>(asked.release());
  return true;
}

bool offers_verify(const NvmeAbilities& abilities) {
  constexpr uint16_t kVerify = 1 << 7;
  return abilities.known && (abilities.optional_commands & kVerify) != 0;
}

}  // namespace surfscan
