// Reads of an NVMe namespace, by io_uring's commands and by the ioctl.
#include "test/drive/scripted_nvme.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

struct NvmeRig : DriveRig {
  ScriptedNvme nvme{calls, drive};

  explicit NvmeRig(DriveWay way) {
    site = {};
    site.way = way;
    site.node = {"/dev/ng0n1", "8:1"};
    site.nsid = 1;
    site.orders = {DriveOrder::nvme_read};
    site.timeout_ms = 600'000;
  }

  ~NvmeRig() { queue.reset(); }

  bool open(uint32_t depth = 1) {
    queue = open_drive_queue({calls, drive, nvme}, "/dev/nvme0n1", site, depth, error);
    return queue != nullptr && queue->make_room(64 * 512);
  }
};

constexpr DriveWay kWays[] = {DriveWay::nvme_uring, DriveWay::nvme_ioctl};

void a_read_is_one_command() {
  for (const DriveWay way : kWays) {
    NvmeRig rig(way);
    rig.drive.sectors = uint64_t{1} << 40;
    CHECK(rig.open());
    const Outcome outcome = rig.read(0x123456789a, 8);
    CHECK(outcome.error == Error::none && !outcome.drive.said());
    CHECK(outcome.latency_ns >= 1'000'000);
    CHECK_EQ(rig.nvme.sent.size(), 1u);
    CHECK_EQ(rig.nvme.sent[0].cdw10, 0x3456789au);
    CHECK_EQ(rig.nvme.sent[0].cdw11, 0x12u);
    CHECK_EQ(rig.nvme.sent[0].cdw12, 7u);
    CHECK_EQ(rig.nvme.sent[0].timeout_ms, 600'000u);
    for (const int flags : rig.calls.open_flags) CHECK_EQ(flags & O_ACCMODE, O_RDONLY);
  }
}

void statuses_are_told_and_name_nothing() {
  for (const DriveWay way : kWays) {
    NvmeRig rig(way);
    CHECK(rig.open());
    rig.nvme.answers = {{0x2281}};
    const Outcome outcome = rig.read(1000, 8);
    CHECK(outcome.error == Error::unc && !outcome.named);
    CHECK_EQ(outcome.drive.packed, nvme_status(2, 0x81).packed);
    CHECK_EQ(rig.nvme.sent.size(), 1u);
  }
}

void an_interrupted_command_is_sent_again() {
  for (const DriveWay way : kWays) {
    NvmeRig rig(way);
    CHECK(rig.open());
    rig.nvme.answers = {{0x21}, {0x82}};
    CHECK(rig.read(1000, 8).error == Error::none);
    CHECK_EQ(rig.nvme.sent.size(), 3u);
  }
}

void what_is_too_long_is_halved() {
  for (const DriveWay way : kWays) {
    NvmeRig rig(way);
    CHECK(rig.open());
    rig.nvme.answers = {{0x02}};
    CHECK(rig.read(1000, 8).error == Error::none);
    CHECK_EQ(rig.nvme.sent.size(), 3u);
    CHECK_EQ(rig.nvme.sent[2].cdw10, 1004u);
  }
}

void a_controller_that_was_reset_is_no_signal() {
  NvmeRig rig(DriveWay::nvme_uring);
  CHECK(rig.open());
  rig.nvme.answers = {{-EINTR, 31'000'000'000}, {-ENODEV}};
  const Outcome late = rig.read(8, 8);
  CHECK(late.error == Error::io);
  CHECK_EQ(late.error_number, EINTR);
  CHECK(late.latency_ns >= 31'000'000'000);
  CHECK(rig.read(8, 8).error == Error::gone);
}

void a_read_that_is_not_answered_keeps_its_memory() {
  NvmeRig rig(DriveWay::nvme_uring);
  CHECK(rig.open(4));
  rig.nvme.answers = {{0, kNoAnswer}};
  rig.queue->submit(0, 8, 8);
  Completion completion;
  CHECK_EQ(rig.queue->reap(&completion, 1, 1'000'000), 0u);
  CHECK(rig.queue->is_in_use());
}

void what_the_ring_does_not_take_is_tried_again() {
  NvmeRig rig(DriveWay::nvme_uring);
  CHECK(rig.open());
  rig.nvme.enter_errnos = {EAGAIN, EBUSY, 0};
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(rig.nvme.sent.size(), 1u);
}

void what_nobody_lets_through_says_nothing_of_the_sector() {
  NvmeRig ring(DriveWay::nvme_uring);
  CHECK(ring.open());
  ring.nvme.answers = {{-EACCES}};
  CHECK(ring.read(8, 8).error == Error::defect);
  NvmeRig ioctl(DriveWay::nvme_ioctl);
  CHECK(ioctl.open());
  ioctl.nvme.io_errno = EACCES;
  const Outcome outcome = ioctl.read(8, 8);
  CHECK(outcome.error == Error::defect);
  CHECK_EQ(outcome.error_number, EACCES);
}

void another_namespace_is_refused() {
  NvmeRig rig(DriveWay::nvme_uring);
  rig.site.nsid = 2;
  CHECK(!rig.open());
  CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
  CHECK_EQ(rig.error.detail, "/dev/ng0n1: expected the namespace 2, got 1");
}

void without_large_entries_there_is_no_ring() {
  NvmeRig rig(DriveWay::nvme_uring);
  rig.nvme.setup_errno = EINVAL;
  CHECK(!rig.open());
  CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
  CHECK_EQ(rig.error.error_number, EINVAL);
}

}  // namespace

int main() {
  a_read_is_one_command();
  statuses_are_told_and_name_nothing();
  an_interrupted_command_is_sent_again();
  what_is_too_long_is_halved();
  a_controller_that_was_reset_is_no_signal();
  a_read_that_is_not_answered_keeps_its_memory();
  what_the_ring_does_not_take_is_tried_again();
  what_nobody_lets_through_says_nothing_of_the_sector();
  another_namespace_is_refused();
  without_large_entries_there_is_no_ring();
  return failures();
}
