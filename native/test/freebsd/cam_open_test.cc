// Which drive is asked through pass(4), by which way, and what is refused.
#include "test/drive/sg_answers.h"
#include "test/freebsd/cam_rig.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

void check_refused(CamRig& rig, const std::string& why) {
  CHECK(!rig.open());
  CHECK_EQ(std::string(rig.error.code == nullptr ? "" : rig.error.code), "ERR_METHOD");
  if (rig.error.detail.find(why) == std::string::npos) CHECK_EQ(rig.error.detail, why);
  CHECK(rig.cam.sent.empty());
  CHECK_EQ(rig.cam.closes, static_cast<int>(rig.cam.opened.size()) - (rig.cam.why.empty() ? 0 : 1));
}

void a_read_is_one_command() {
  CamRig rig;
  CHECK(rig.open());
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::none && !outcome.drive.said());
  CHECK(outcome.latency_ns >= 1'000'000 && outcome.latency_ns < 1'100'000);
  CHECK_EQ(rig.cam.sent.size(), 1u);
  CHECK(rig.cam.sent[0].is_ata && rig.cam.sent[0].is_queued);
  CHECK_EQ(rig.cam.sent[0].lba, 1000u);
  CHECK_EQ(rig.cam.sent[0].sectors, 8u);
  CHECK_EQ(rig.cam.sent[0].timeout_ms, 600'000u);
  CHECK_EQ(rig.cam.opened.size(), 1u);
  CHECK_EQ(rig.cam.opened[0], "/dev/ada0");
  for (const int flags : rig.calls.open_flags) CHECK_EQ(flags & O_ACCMODE, O_RDONLY);
}

void without_rights_it_says_what_is_missing() {
  CamRig rig;
  rig.cam.why = "cam_lookup_pass: couldn't open /dev/xpt0\ncam_lookup_pass: Permission denied";
  check_refused(rig, "couldn't open /dev/xpt0");
}

void another_drive_is_refused() {
  {
    CamRig rig;
    rig.cam.serial = "SERIAL-2";
    check_refused(rig, "it is another");
  }
  {
    CamRig rig;
    rig.cam.question_errno = ENXIO;
    check_refused(rig, "CAM does not say what drive it is");
  }
  {
    CamRig rig;
    rig.cam.serial = "  SERIAL-1   ";  // as INQUIRY pads it
    CHECK(rig.open());
  }
  for (const char* unknown : {"", "SERIAL-1"}) {
    CamRig rig;
    rig.site.unit_serial = unknown;
    rig.cam.serial = *unknown == '\0' ? "SERIAL-2" : "";
    CHECK(rig.open());
  }
}

void a_drive_that_takes_none_of_it_is_refused() {
  {
    CamRig rig;
    rig.cam.identify[83] = 0x4000;  // no addresses of 48 bits
    check_refused(rig, "knows no command");
  }
  {
    CamRig rig;
    rig.cam.identify[83] = 0x0400;  // a word that nobody filled in
    check_refused(rig, "knows no command");
  }
  {
    CamRig rig;
    rig.cam.identify[49] = 0x0200;  // no DMA
    check_refused(rig, "knows no command");
  }
  {
    CamRig rig;
    rig.cam.protocol = PROTO_UNSPECIFIED;
    check_refused(rig, "knows no command");
  }
}

void no_command_is_longer_than_the_controller_takes() {
  for (const auto& [maxio, most] : std::vector<std::pair<u_int, uint64_t>>{
           {64 * 1024, 128}, {0, 128}, {128 * 1024, 256}}) {
    CamRig rig;
    rig.cam.maxio = maxio;
    CHECK(rig.open());
    CHECK(rig.read(0, 300).error == Error::none);
    uint64_t longest = 0;
    for (const SentBlock& block : rig.cam.sent) longest = std::max(longest, block.sectors);
    CHECK_EQ(longest, most);
  }
}

void a_partition_is_read_where_it_lies_and_nowhere_else() {
  CamRig rig;
  rig.cam.disk.bytes = 100 * 512;
  scripted_mesh() =
      "0 DISK ada0 2097152 512 hd 16 sc 63\n"
      "1 PART ada0p1 51200 512 i 1 o 1048576 ty freebsd-ufs xs GPT xt 516e7cb6\n";
  rig.site.address = "ada0p1";
  rig.site.first_lba = 2048;
  CHECK(rig.open());
  CHECK(rig.read(0, 1).error == Error::none);
  CHECK(rig.read(99, 1).error == Error::none);
  CHECK_EQ(rig.cam.sent[0].lba, 2048u);
  CHECK_EQ(rig.cam.sent[1].lba, 2147u);
  for (const auto& [lba, sectors] : std::vector<std::pair<uint64_t, uint32_t>>{
           {100, 1}, {99, 2}, {0, 101}, {UINT64_MAX, 2}, {0, 0}}) {
    CHECK(rig.read(lba, sectors).error == Error::defect);
  }
  CHECK_EQ(rig.cam.sent.size(), 2u);
}

void what_lies_elsewhere_by_now_is_refused() {
  const auto partition = [](CamRig& rig, const std::string& line) {
    rig.cam.disk.bytes = 100 * 512;
    scripted_mesh() = "0 DISK ada0 2097152 512 hd 16 sc 63\n" + line;
    rig.site.address = "ada0p1";
    rig.site.first_lba = 2048;
  };
  {
    CamRig rig;
    partition(rig, "1 PART ada0p1 51200 512 i 1 o 2097152 ty freebsd-ufs\n");
    check_refused(rig, "at LBA 2048, it begins at 4096");
  }
  {
    CamRig rig;
    partition(rig, "1 PART ada0p1 51712 512 i 1 o 1048576 ty freebsd-ufs\n");
    check_refused(rig, "of 100 sectors; it is on ada0, of 101");
  }
  {
    CamRig rig;
    partition(rig, "");
    check_refused(rig, "GEOM does not say where ada0p1 begins");
  }
  {
    CamRig rig;
    rig.site.node.path = "/dev/ada1";
    check_refused(rig, "expected ada0 on /dev/ada1");
  }
}

void a_scsi_disk_gets_shorter_commands_where_it_knows_no_long_ones() {
  CamRig rig;
  rig.cam.protocol = PROTO_SCSI;
  CHECK(rig.open());
  rig.cam.on_block = [](const SentBlock& block) {
    if (block.opcode == 0x28) return CamAnswer{};
    return with_cam_sense(with_sense(5, 0x20, 0).sense);
  };
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(+rig.cam.sent[0].opcode, 0x88);
  CHECK_EQ(+rig.cam.sent[1].opcode, 0x28);
}

void a_bridge_gets_short_commands_first() {
  CamRig rig;
  rig.cam.protocol = PROTO_SCSI;
  rig.site.orders = {DriveOrder::read10, DriveOrder::read16};
  CHECK(rig.open());
  CHECK(rig.read(8, 8).error == Error::none);
  CHECK_EQ(rig.cam.sent.size(), 1u);
  CHECK_EQ(+rig.cam.sent[0].opcode, 0x28);
}

std::optional<CamDrive> told(CamRig& rig) {
  CamPass pass(rig.calls, rig.cam);
  std::string why;
  CHECK(pass.open("/dev/ada0", why));
  const std::optional<CamDrive> drive = ask_cam_drive(pass);
  CHECK(drive.has_value() && rig.cam.sent.empty());
  return drive;
}

void it_is_told_who_it_is_without_a_command() {
  for (const cam_proto protocol : {PROTO_ATA, PROTO_SCSI, PROTO_NVME}) {
    CamRig rig;
    rig.cam.protocol = protocol;
    rig.cam.identify[217] = 7200;
    const std::optional<CamDrive> drive = told(rig);
    if (!drive) return;
    CHECK_EQ(drive->firmware, "FW01");
    CHECK_EQ(drive->serial, "SERIAL-1");
    CHECK_EQ(drive->is_ata, protocol == PROTO_ATA);
    CHECK_EQ(drive->identify[217], protocol == PROTO_ATA ? 7200 : 0);
  }
}

}  // namespace

int main() {
  a_read_is_one_command();
  without_rights_it_says_what_is_missing();
  another_drive_is_refused();
  a_drive_that_takes_none_of_it_is_refused();
  no_command_is_longer_than_the_controller_takes();
  a_partition_is_read_where_it_lies_and_nowhere_else();
  what_lies_elsewhere_by_now_is_refused();
  a_scsi_disk_gets_shorter_commands_where_it_knows_no_long_ones();
  a_bridge_gets_short_commands_first();
  it_is_told_who_it_is_without_a_command();
  return failures();
}
