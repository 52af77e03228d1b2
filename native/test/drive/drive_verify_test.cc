// Verification: the drive reads and sends nothing, by each order that a drive may take for it.
#include "test/drive/scripted_nvme.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kLba = 0x123456789a;

struct VerifyRig : DriveRig {
  explicit VerifyRig(DriveOrder order) {
    site.orders = {order};
    drive.sectors = uint64_t{1} << 40;
  }

  // Without room for data: there is none.
  bool open_without_room(uint32_t depth = 1) {
    queue = open_drive_queue({calls, drive, ring}, "/dev/sdz", site, depth, error);
    return queue != nullptr;
  }
};

void each_order_has_its_bytes() {
  const struct {
    DriveOrder order;
    uint64_t lba;
    std::vector<uint8_t> cdb;
  } cases[] = {
      {DriveOrder::verify10, 0x12345678, {0x2f, 0, 0x12, 0x34, 0x56, 0x78, 0, 1, 0, 0}},
      {DriveOrder::verify16,
       kLba,
       {0x8f, 0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0, 0, 1, 0, 0, 0}},
      {DriveOrder::read_verify_ext,
       kLba,
       {0x85, 0x07, 0, 0, 0, 1, 0, 0x34, 0x9a, 0x12, 0x78, 0, 0x56, 0x40, 0x42, 0}},
  };
  for (const auto& [order, lba, cdb] : cases) {
    VerifyRig rig(order);
    CHECK(rig.open_without_room());
    CHECK(rig.read(lba, 256).error == Error::none);
    CHECK_EQ(rig.drive.sent.size(), 1u);
    CHECK(rig.drive.sent[0].cdb == cdb);
    CHECK_EQ(rig.drive.sent[0].flags, 0x10u);
  }
}

void a_failure_has_the_drives_words() {
  VerifyRig scsi(DriveOrder::verify16);
  CHECK(scsi.open_without_room());
  scsi.drive.answers = {with_sense(3, 0x11, 4, 1002)};
  const Outcome outcome = scsi.read(1000, 8);
  CHECK(outcome.error == Error::unc && outcome.named);
  CHECK_EQ(outcome.drive.packed, sense_status(3, 0x11, 4).packed);
  CHECK_EQ(scsi.drive.sent.size(), 1u);

  // Fixed sense of ATA PASS-THROUGH has registers where others have the INFORMATION: SAT-4 table 148.
  VerifyRig ata(DriveOrder::read_verify_ext);
  CHECK(ata.open_without_room());
  ata.drive.answers = {check_condition({0xf0, 0, 5, 0x10, 0x51, 0x40, 1, 10, 0x80, 0xea, 0x03, 0, 0x21,
                                        0, 0, 0, 0, 0})};
  const Outcome registers = ata.read(1000, 8);
  CHECK(registers.error == Error::idnf && registers.named);
  CHECK_EQ(registers.drive.packed, ata_status(0x51, 0x10).packed);
}

void what_was_not_done_is_sent_again() {
  VerifyRig rig(DriveOrder::read_verify_ext);
  CHECK(rig.open_without_room());
  rig.drive.answers = {with_sense(6, 0x29, 0), {8}, with_sense(3, 0x11, 0, 5, 0x71)};
  CHECK(rig.read(1000, 8).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 4u);
}

void no_other_order_takes_its_place() {
  VerifyRig rig(DriveOrder::verify16);
  CHECK(rig.open_without_room());
  rig.drive.on_order = [](const SentOrder&) { return with_sense(5, 0x20, 0); };
  CHECK(rig.read(1000, 8).error == Error::io);
  CHECK_EQ(rig.drive.sent.size(), 1u);
  rig.drive.write_errnos = {EPERM};
  CHECK(rig.read(1000, 8).error == Error::defect);
}

void a_known_limit_is_kept_from_the_beginning() {
  VerifyRig rig(DriveOrder::verify16);
  rig.site.most_sectors = 100;
  CHECK(rig.open_without_room());
  CHECK(rig.read(1000, 256).error == Error::none);
  std::vector<uint64_t> pieces;
  for (const SentOrder& order : rig.drive.sent) pieces.push_back(order.sectors);
  CHECK(pieces == (std::vector<uint64_t>{100, 100, 56}));
}

void a_partition_is_verified_where_it_lies_and_nowhere_else() {
  VerifyRig rig(DriveOrder::read_verify_ext);
  rig.site.first_lba = 2048;
  rig.drive.sectors = 100;
  CHECK(rig.open_without_room());
  CHECK(rig.read(99, 1).error == Error::none);
  CHECK(rig.read(99, 2).error == Error::defect);
  CHECK(rig.read(100, 1).error == Error::defect);
  CHECK_EQ(rig.drive.sent.size(), 1u);
  CHECK_EQ(rig.drive.sent[0].lba, 2147u);
}

void orders_of_another_kind_are_refused() {
  const std::vector<std::vector<DriveOrder>> odd = {
      {}, {DriveOrder::nvme_verify}, {DriveOrder::unit_serial},
      {DriveOrder::read_native_max_ext}, {DriveOrder::nvme_identify}};
  for (const std::vector<DriveOrder>& orders : odd) {
    DriveRig rig;
    rig.site.orders = orders;
    CHECK(!rig.open());
    CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
    CHECK(rig.drive.sent.empty());
  }
}

void nvme_verifies_by_both_ways() {
  for (const DriveWay way : {DriveWay::nvme_uring, DriveWay::nvme_ioctl}) {
    VerifyRig rig(DriveOrder::nvme_verify);
    ScriptedNvme nvme(rig.calls, rig.drive);
    rig.site.way = way;
    rig.site.node = {"/dev/ng0n1", "8:1"};
    rig.site.nsid = 1;
    rig.queue = open_drive_queue({rig.calls, rig.drive, nvme}, "/dev/nvme0n1", rig.site, 4, rig.error);
    CHECK(rig.queue != nullptr);
    nvme.answers = {{0}, {0x2281}};
    CHECK(rig.read(kLba, 8).error == Error::none);
    CHECK(rig.read(8, 8).error == Error::unc);
    CHECK_EQ(nvme.sent.size(), 2u);
    CHECK_EQ(+nvme.sent[0].opcode, 0x0c);
    CHECK_EQ(nvme.sent[0].cdw10, 0x3456789au);
    CHECK_EQ(nvme.sent[0].cdw11, 0x12u);
    rig.queue.reset();
  }
}

}  // namespace

int main() {
  each_order_has_its_bytes();
  a_failure_has_the_drives_words();
  what_was_not_done_is_sent_again();
  no_other_order_takes_its_place();
  a_known_limit_is_kept_from_the_beginning();
  a_partition_is_verified_where_it_lies_and_nowhere_else();
  orders_of_another_kind_are_refused();
  nvme_verifies_by_both_ways();
  return failures();
}
