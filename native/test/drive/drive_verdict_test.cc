// What answers mean that answers.tsv has not: NVMe's, errno's, and which LBAs are believed.
#include "drive/drive_verdict.h"

#include <cerrno>

#include "test/drive/scripted_drive.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void nvme_statuses() {
  struct Case {
    int32_t result;
    Error error;
    Course course;
  };
  for (const Case& c : std::vector<Case>{
           {0x0000, Error::none, Course::finished},
           {0x0281, Error::unc, Course::finished},
           {0x2281, Error::unc, Course::finished},  // MORE
           {0x4281, Error::unc, Course::finished},  // DNR
           {0x0282, Error::io, Course::finished},
           {0x0286, Error::io, Course::finished},
           {0x0287, Error::io, Course::finished},
           {0x0080, Error::idnf, Course::finished},
           {0x0007, Error::abrt, Course::finished},
           {0x0008, Error::abrt, Course::finished},
           {0x0004, Error::io, Course::finished},
           {0x0006, Error::io, Course::finished},
           {0x0021, Error::io, Course::again},
           {0x0082, Error::io, Course::again},
           {0x0001, Error::io, Course::unsupported},
           {0x0002, Error::io, Course::too_long},
           {0x0371, Error::io, Course::finished},
           {0x07ff, Error::io, Course::finished},
       }) {
    const Verdict verdict = judge_nvme(c.result);
    CHECK(verdict.error == c.error && verdict.course == c.course);
    CHECK_EQ(verdict.error_number, 0);
    CHECK(!verdict.names_lba);
    CHECK_EQ(verdict.drive.said(), c.error != Error::none);
  }
  CHECK_EQ(judge_nvme(0x2281).drive.packed, nvme_status(2, 0x81).packed);
  CHECK(judge_nvme(-ENODEV).error == Error::gone);
  // Not a signal: the controller was reset under it.
  CHECK(judge_nvme(-EINTR).error == Error::io && judge_nvme(-EINTR).course == Course::finished);
}

void host_comes_before_status() {
  const auto judged = [](uint16_t host, uint16_t driver, uint8_t status) {
    ScsiAnswer answer;
    answer.host_status = host;
    answer.driver_status = driver;
    answer.status = status;
    return judge_scsi(answer, DriveOrder::read16, {0, 8});
  };
  for (const uint16_t host : {1, 4, 15}) CHECK(judged(host, 0, 2).error == Error::gone);
  CHECK(judged(3, 0, 2).error == Error::time);
  CHECK(judged(0, 6, 2).error == Error::time);
  CHECK(judged(0x13, 0, 0).error == Error::unc);
  for (const uint16_t host : {2, 8, 11, 12, 13, 14}) {
    CHECK(judged(host, 0, 0).course == Course::again);
  }
  for (const uint16_t host : {5, 6, 7, 9, 10, 0x14, 0x99}) {
    const Verdict verdict = judged(host, 0, 0);
    CHECK(verdict.error == Error::io && verdict.course == Course::finished);
  }
  CHECK(judged(0, 0, 0x18).error == Error::io);  // reserved by another
  CHECK(judged(0, 8, 2).error == Error::io);     // without sense
}

// The LBA that a drive names is told where it may be one, and believed nowhere else.
void only_what_can_be_is_named() {
  struct Case {
    SgAnswer answer;
    uint64_t lba;
    bool named;
  };
  for (const Case& c : std::vector<Case>{
           {with_sense(3, 0x11, 0, 1003), 1000, true},
           {with_sense(3, 0x13, 0, 1003), 1000, true},
           {with_sense(5, 0x21, 0, 1003), 1000, true},
           {with_sense(3, 0x11, 0, 1000), 1000, true},
           {with_sense(3, 0x11, 0, 999), 1000, false},
           {with_sense(3, 0x11, 0, 1008), 1000, false},
           {with_sense(3, 0x11, 0), 1000, false},
           {with_sense(3, 0x11, 0, 0), 0, false},       // a field that nobody filled in
           {with_sense(3, 0x11, 0, 1), 0, true},
           {with_sense(0xb, 0x00, 0, 1003), 1000, false},  // an aborted command names its request
           {with_sense(0xb, 0x47, 3, 1003), 1000, false},  // the cable, no sector
           {with_sense(4, 0x44, 0, 1003), 1000, false},
       }) {
    DriveRig rig;
    CHECK(rig.open());
    rig.drive.answers = {c.answer};
    const Outcome outcome = rig.read(c.lba, 8);
    CHECK(outcome.error != Error::none);
    CHECK_EQ(outcome.named, c.named);
  }
}

void registers_name_a_bad_block_but_no_cable() {
  for (const auto& [error, named] : std::vector<std::pair<uint8_t, bool>>{{0x80, true}, {0x84, false}}) {
    DriveRig rig;
    rig.site.orders = {DriveOrder::read_dma_ext};
    CHECK(rig.open());
    rig.drive.answers = {check_condition({0x72, 3, 0x11, 4, 0, 0, 0, 14, 9, 12, 1, error, 0, 0, 0,
                                          0xeb, 0, 3, 0, 0, 0x40, 0x51})};
    const Outcome outcome = rig.read(1000, 8);
    CHECK(outcome.error == Error::bbk);
    CHECK_EQ(outcome.drive.packed, ata_status(0x51, error).packed);
    CHECK_EQ(outcome.named, named);
  }
}

void what_was_recovered_is_good_and_told() {
  DriveRig rig;
  CHECK(rig.open());
  rig.drive.answers = {with_sense(1, 0x17, 1, 1003)};
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::none);
  CHECK_EQ(outcome.drive.packed, sense_status(1, 0x17, 1).packed);
}

}  // namespace

int main() {
  nvme_statuses();
  host_comes_before_status();
  only_what_can_be_is_named();
  registers_name_a_bad_block_but_no_cable();
  what_was_recovered_is_good_and_told();
  return failures();
}
