// How long a drive takes to verify, which shows one that does not.
#include "drive/drive_ask.h"
#include "test/drive/scripted_drive.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

// A target of one GiB at the end of a drive, and what comes of each of its ranges.
struct PaceRig : DriveRig {
  static constexpr uint64_t kGib = uint64_t{1} << 21;
  DriveQuestions questions{2048 + kGib, false, false, true};
  DriveAnswers answers;
  std::vector<SgAnswer> answers_of_ranges;
  std::vector<SentOrder> ranges;

  explicit PaceRig(DriveOrder order = DriveOrder::verify16) {
    site.orders = {order};
    site.first_lba = 2048;
    drive.sectors = kGib;
    for (const uint64_t ms : {9, 1, 8, 2, 7, 3, 6, 4, 5}) {
      SgAnswer good;
      good.after_ns = 1'000'000 * ms;
      answers_of_ranges.push_back(good);
    }
    drive.on_order = [this](const SentOrder& sent) {
      if (sent.sectors == 1) return SgAnswer{};
      ranges.push_back(sent);
      return answers_of_ranges.at(ranges.size() - 1);
    };
  }

  bool ask() { return ask_drive_by({calls, drive, ring}, "/dev/sdz", site, questions, answers, error); }
};

void the_pace_is_the_median_of_ranges_far_apart() {
  PaceRig rig;
  CHECK(rig.ask());
  CHECK_EQ(rig.ranges.size(), kPaceRanges);
  uint64_t end = rig.site.first_lba;
  for (const SentOrder& range : rig.ranges) {
    CHECK_EQ(range.sectors, kPaceSectors);
    CHECK(range.lba > end + 100'000);
    end = range.lba + range.sectors;
  }
  CHECK(end < rig.questions.drive_sectors);
  CHECK_EQ(rig.answers.pace_ns / 1'000'000, 5u);
}

void ranges_that_fail_have_no_pace() {
  PaceRig rig;
  SgAnswer failing = with_sense(3, 0x11, 0);
  failing.after_ns = 1;
  for (size_t i = 0; i < 4; i++) rig.answers_of_ranges[i] = failing;
  CHECK(rig.ask());
  CHECK_EQ(rig.answers.pace_ns / 1'000'000, 5u);  // of 7, 3, 6, 4, 5
  PaceRig worse;
  for (size_t i = 0; i < 5; i++) worse.answers_of_ranges[i] = failing;
  CHECK(worse.ask());
  CHECK_EQ(worse.ranges.size(), kPaceRanges);
  CHECK_EQ(worse.answers.pace_ns, 0u);
}

void a_range_that_is_not_answered_is_the_last() {
  PaceRig rig;
  rig.answers_of_ranges[2].after_ns = kNoAnswer;
  CHECK(rig.ask());
  CHECK_EQ(rig.ranges.size(), 3u);
  CHECK_EQ(rig.answers.pace_ns, 0u);
}

void what_is_small_or_would_send_data_is_not_asked_for_its_pace() {
  PaceRig small;
  small.drive.sectors = PaceRig::kGib - 1;
  CHECK(small.ask());
  CHECK(small.answers.first.asked && small.ranges.empty());
  PaceRig reading(DriveOrder::read16);
  CHECK(reading.ask());
  CHECK(reading.answers.first.asked && reading.ranges.empty());
}

}  // namespace

int main() {
  the_pace_is_the_median_of_ranges_far_apart();
  ranges_that_fail_have_no_pace();
  a_range_that_is_not_answered_is_the_last();
  what_is_small_or_would_send_data_is_not_asked_for_its_pace();
  return failures();
}
