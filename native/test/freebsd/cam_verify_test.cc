// Disks that are verified through CAM: what they are sent, what they are asked before, and what they answer.
#include "drive/cam_probe.h"
#include "test/drive/sg_answers.h"
#include "test/freebsd/cam_rig.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

constexpr uint64_t kSectors = 4096;
constexpr uint32_t kBlock = 256;

struct VerifyRig : CamRig {
  DriveQuestions questions{kSectors, false, true};
  DriveAnswers answers;

  explicit VerifyRig(cam_proto protocol, std::vector<DriveOrder> orders) {
    cam.protocol = protocol;
    site.orders = std::move(orders);
  }

  bool ask() {
    return ask_cam_by({calls, cam, scripted_sysctl}, "/dev/ada0", site, questions, answers, error);
  }
};

CamAnswer registers(uint8_t error, uint64_t lba) {
  CamAnswer answer;
  answer.status = CAM_ATA_STATUS_ERROR;
  answer.ata_status = 0x51;
  answer.ata_error = error;
  answer.ata_lba = lba;
  return answer;
}

const std::vector<DriveOrder> kAta = {DriveOrder::read_verify_ext};
const std::vector<DriveOrder> kScsi = {DriveOrder::verify16, DriveOrder::verify10};

void an_ata_disk_verifies_and_sends_nothing() {
  VerifyRig rig(PROTO_ATA, kAta);
  CHECK(rig.open());
  CHECK(rig.read(1000, kBlock).error == Error::none);
  CHECK_EQ(rig.cam.sent.size(), 1u);
  CHECK_EQ(+rig.cam.sent[0].opcode, 0x42);
  CHECK_EQ(rig.cam.sent[0].lba, 1000u);
  CHECK_EQ(rig.cam.sent[0].sectors, kBlock);
}

void its_registers_name_the_sector() {
  VerifyRig rig(PROTO_ATA, kAta);
  const uint64_t far = (uint64_t{1} << 32) + 7;
  rig.has_sectors(uint64_t{1} << 33);
  CHECK(rig.open());
  rig.cam.on_block = [far](const SentBlock&) { return registers(0x40, far); };
  const Outcome outcome = rig.read(far - 7, 8);
  CHECK(outcome.error == Error::unc);
  CHECK_EQ(rig.cam.sent.size(), 1u);
}

void one_command_is_as_long_as_the_drive_takes() {
  VerifyRig rig(PROTO_ATA, kAta);
  rig.has_sectors(uint64_t{1} << 20);
  rig.cam.maxio = 64 * 1024;  // of memory, and none is needed
  CHECK(rig.open());
  CHECK(rig.read(0, 65'535).error == Error::none);
  CHECK_EQ(rig.cam.sent.size(), 1u);
  CHECK_EQ(rig.cam.sent[0].sectors, 65'535u);
}

void a_scsi_disk_gets_a_shorter_command_where_it_knows_no_long_one() {
  VerifyRig rig(PROTO_SCSI, kScsi);
  CHECK(rig.open());
  rig.cam.on_block = [](const SentBlock& block) {
    if (block.opcode == 0x2f) return CamAnswer{};
    return with_cam_sense(with_sense(5, 0x20, 0).sense);
  };
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(+rig.cam.sent[0].opcode, 0x8f);
  CHECK_EQ(+rig.cam.sent[1].opcode, 0x2f);
}

void what_speaks_another_language_is_refused() {
  for (const auto& [protocol, orders] :
       std::vector<std::pair<cam_proto, std::vector<DriveOrder>>>{{PROTO_ATA, kScsi},
                                                                  {PROTO_SCSI, kAta}}) {
    VerifyRig rig(protocol, orders);
    CHECK(!rig.open());
    CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
    CHECK(rig.cam.sent.empty());
  }
}

void an_honest_drive_has_no_sector_behind_its_last() {
  VerifyRig rig(PROTO_ATA, kAta);
  rig.has_sectors(kSectors);
  rig.cam.on_block = [](const SentBlock& block) {
    return block.lba < kSectors ? CamAnswer{} : registers(0x10, block.lba);
  };
  CHECK(rig.ask());
  CHECK_EQ(rig.cam.sent.size(), 2u);
  CHECK_EQ(rig.cam.sent[0].lba, 0u);
  CHECK_EQ(rig.cam.sent[1].lba, kSectors);
  CHECK(rig.answers.first.asked && rig.answers.first.outcome.error == Error::none);
  CHECK(rig.answers.behind.asked && rig.answers.behind.outcome.error == Error::idnf);
  CHECK(!rig.answers.last.asked && !rig.answers.nvme.known);
}

void one_that_lies_has() {
  VerifyRig rig(PROTO_SCSI, kScsi);
  rig.has_sectors(kSectors);
  CHECK(rig.ask());
  CHECK(rig.answers.behind.asked && rig.answers.behind.outcome.error == Error::none);
}

void of_a_partition_nothing_beside_it_is_asked_for() {
  VerifyRig rig(PROTO_ATA, kAta);
  rig.cam.disk.bytes = 100 * 512;
  scripted_mesh() =
      "0 DISK ada0 2097152 512 hd 16 sc 63\n"
      "1 PART ada0p1 51200 512 i 1 o 1048576 ty freebsd-ufs xs GPT xt 516e7cb6\n";
  rig.site.address = "ada0p1";
  rig.site.first_lba = 2048;
  rig.questions = {kSectors, true, false};
  CHECK(rig.ask());
  CHECK_EQ(rig.cam.sent.size(), 1u);
  CHECK_EQ(rig.cam.sent[0].lba, 2048u);
}

void without_rights_it_says_what_is_missing() {
  VerifyRig rig(PROTO_ATA, kAta);
  rig.cam.why = "cam_lookup_pass: couldn't open /dev/xpt0";
  CHECK(!rig.ask());
  CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
  CHECK(rig.error.detail.find("couldn't open /dev/xpt0") != std::string::npos);
}

}  // namespace

int main() {
  an_ata_disk_verifies_and_sends_nothing();
  its_registers_name_the_sector();
  one_command_is_as_long_as_the_drive_takes();
  a_scsi_disk_gets_a_shorter_command_where_it_knows_no_long_one();
  what_speaks_another_language_is_refused();
  an_honest_drive_has_no_sector_behind_its_last();
  one_that_lies_has();
  of_a_partition_nothing_beside_it_is_asked_for();
  without_rights_it_says_what_is_missing();
  return failures();
}
