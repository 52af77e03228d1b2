// Which drive is opened, by which way, and with which commands it is asked.
#include "test/drive/scripted_drive.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

const std::vector<DriveOrder> kAta = {DriveOrder::read_dma_ext, DriveOrder::read16,
                                      DriveOrder::read10};

void check_refused(DriveRig& rig, const std::string& why) {
  CHECK(!rig.open());
  CHECK_EQ(std::string(rig.error.code == nullptr ? "" : rig.error.code), "ERR_METHOD");
  CHECK(rig.error.detail.find(why) != std::string::npos);
  if (rig.error.detail.find(why) == std::string::npos) CHECK_EQ(rig.error.detail, why);
  CHECK(rig.drive.sent.empty());
}

void another_drive_is_refused() {
  {
    DriveRig rig;
    rig.site.node.number = "21:4";
    check_refused(rig, "expected the device 21:4, got 8:1");
  }
  {
    DriveRig rig;
    rig.drive.host_number = 7;
    check_refused(rig, "expected the drive at 6:0:1:0, got 7:0:1:0");
  }
  {
    DriveRig rig;
    rig.drive.serial = "DRIVE-02";
    check_refused(rig, "it is another");
    CHECK_EQ(rig.drive.inquiries, 1);
  }
  {
    DriveRig rig;
    rig.calls.open_errnos = {0, EACCES};
    check_refused(rig, "/dev/sg3 cannot be opened");
    CHECK_EQ(rig.error.error_number, EACCES);
  }
}

void a_drive_whose_number_is_not_known_is_not_asked_for_it() {
  DriveRig rig;
  rig.site.unit_serial.clear();
  CHECK(rig.open());
  CHECK_EQ(rig.drive.inquiries, 0);
}

void a_partition_is_read_where_it_lies_and_nowhere_else() {
  DriveRig rig;
  rig.site.first_lba = 2048;
  rig.drive.sectors = 100;
  CHECK(rig.open());
  CHECK(rig.read(0, 1).error == Error::none);
  CHECK(rig.read(99, 1).error == Error::none);
  CHECK_EQ(rig.drive.sent[0].lba, 2048u);
  CHECK_EQ(rig.drive.sent[1].lba, 2147u);
  for (const auto& [lba, sectors] : std::vector<std::pair<uint64_t, uint32_t>>{
           {100, 1}, {99, 2}, {0, 101}, {UINT64_MAX, 2}, {0, 0}}) {
    CHECK(rig.read(lba, sectors).error == Error::defect);
  }
  CHECK_EQ(rig.drive.sent.size(), 2u);
}

void a_partition_that_moved_is_refused() {
  DriveRig rig;
  rig.site.first_lba = 4096;
  check_refused(rig, "expected the partition at LBA 4096, it begins at 2048");
}

SgAnswer takes(const SentOrder& order, uint8_t opcode) {
  return order.cdb[0] == opcode ? SgAnswer{} : with_sense(5, 0x20, 0);
}

void commands_that_a_drive_does_not_know_are_given_up() {
  DriveRig rig;
  rig.site.orders = kAta;
  CHECK(rig.open());
  rig.drive.on_order = [](const SentOrder& order) { return takes(order, 0x28); };
  CHECK(rig.read(8, 8).error == Error::none);
  std::vector<int> opcodes;
  for (const SentOrder& order : rig.drive.sent) opcodes.push_back(order.cdb[0]);
  CHECK(opcodes == (std::vector<int>{0x85, 0x88, 0x28}));
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 4u);  // it is not tried again
  // Where none is known, that is what the drive says.
  rig.drive.on_order = [](const SentOrder&) { return with_sense(5, 0x20, 0); };
  const Outcome outcome = rig.read(8, 8);
  CHECK(outcome.error == Error::io);
  CHECK_EQ(outcome.drive.packed, sense_status(5, 0x20, 0).packed);
}

void no_lba_is_cut_to_what_a_command_can_name() {
  DriveRig rig;
  rig.drive.sectors = uint64_t{1} << 33;
  CHECK(rig.open());
  rig.drive.on_order = [](const SentOrder& order) { return takes(order, 0x28); };
  CHECK(rig.read((uint64_t{1} << 32) + 5, 1).error == Error::defect);
  CHECK_EQ(rig.drive.sent.size(), 1u);  // READ (16)
  CHECK(rig.read((uint64_t{1} << 32) - 1, 1).error == Error::none);
}

void an_ata_drive_is_asked_for_its_registers() {
  DriveRig rig;
  rig.site.orders = kAta;
  rig.drive.sectors = uint64_t{1} << 40;
  CHECK(rig.open());
  CHECK(rig.read(0x123456789a, 0x20).error == Error::none);
  CHECK(rig.drive.sent[0].cdb == (std::vector<uint8_t>{0x85, 0x0d, 0x0e, 0, 0, 0, 0x20, 0x34, 0x9a,
                                                       0x12, 0x78, 0, 0x56, 0x40, 0x25, 0}));
}

void a_bridge_gets_short_commands_as_far_as_they_reach() {
  DriveRig rig;
  rig.site.orders = {DriveOrder::read10, DriveOrder::read16};
  rig.drive.sectors = uint64_t{1} << 33;
  CHECK(rig.open());
  const uint64_t end = uint64_t{1} << 32;
  CHECK(rig.read(end - 4, 8).error == Error::none);
  CHECK_EQ(rig.drive.sent.size(), 2u);
  CHECK(rig.drive.sent[0].cdb == (std::vector<uint8_t>{0x28, 0, 0xff, 0xff, 0xff, 0xfc, 0, 0, 4, 0}));
  CHECK_EQ(+rig.drive.sent[1].cdb[0], 0x88);
  CHECK_EQ(rig.drive.sent[1].lba, end);
}

void without_an_sg_node_the_disks_own_is_asked() {
  DriveRig rig;
  rig.site.way = DriveWay::sg_ioctl;
  rig.site.orders = kAta;
  CHECK(rig.open(8));
  CHECK_EQ(rig.queue->depth(), 1u);
  for (const int flags : rig.calls.open_flags) CHECK_EQ(flags & O_ACCMODE, O_RDONLY);
  rig.drive.answers = {with_sense(3, 0x11, 4, 1002)};
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::unc);
  CHECK(outcome.latency_ns >= 1'000'000);
  rig.drive.sg_io_errno = EPERM;
  CHECK(rig.read(1000, 8).error == Error::defect);
  rig.drive.sg_io_errno = ENODEV;
  CHECK(rig.read(1000, 8).error == Error::gone);
}

}  // namespace

int main() {
  another_drive_is_refused();
  a_drive_whose_number_is_not_known_is_not_asked_for_it();
  a_partition_is_read_where_it_lies_and_nowhere_else();
  a_partition_that_moved_is_refused();
  commands_that_a_drive_does_not_know_are_given_up();
  no_lba_is_cut_to_what_a_command_can_name();
  an_ata_drive_is_asked_for_its_registers();
  a_bridge_gets_short_commands_as_far_as_they_reach();
  without_an_sg_node_the_disks_own_is_asked();
  return failures();
}
