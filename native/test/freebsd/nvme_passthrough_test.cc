// NVMe's commands by a namespace's own node.
#include <deque>

#include "drive/cam_probe.h"
#include "test/freebsd/cam_rig.h"

extern "C" {
#include <dev/nvme/nvme.h>
}

using namespace surfscan;
using namespace surfscan::test;

namespace {

struct NvmeRig : CamRig {
  int nsid_errno = 0;
  uint16_t optional_commands = 0x0080;  // ONCS: Verify
  uint8_t verify_size_limit = 0;        // VSL
  bool has_nvm_identity = true;
  std::deque<int> call_errnos;     // of the first commands; 0: it is done
  std::deque<uint16_t> statuses;   // of the first commands, type and code; then all are good
  std::vector<nvme_pt_command> sent;
  std::vector<uint32_t> identities;
  DriveAnswers answers;

  bool ask() {
    const DriveQuestions questions{4096, false, true};
    return ask_cam_by({calls, cam, scripted_sysctl}, "/dev/nda0", site, questions, answers, error);
  }

  NvmeRig() {
    site.way = DriveWay::nvme_passthrough;
    site.node.path = "/dev/nda0";
    site.address = "nda0";
    scripted_mesh() = "0 DISK nda0 2097152 512 hd 0 sc 0\n";
    calls.on_ioctl = [this](unsigned long request, void* argument) {
      if (request == NVME_GET_NSID) return tell(*static_cast<nvme_get_nsid*>(argument));
      if (request == NVME_PASSTHROUGH_CMD) return take(*static_cast<nvme_pt_command*>(argument));
      return say(cam.disk, request, argument);
    };
  }

  int tell(nvme_get_nsid& answer) const {
    std::strcpy(answer.cdev, "nvme0");
    answer.nsid = 1;
    return nsid_errno;
  }

  // NVM Express Base 5.17: Identify.
  int identify(nvme_pt_command& command) {
    CHECK_EQ(command.len, 4096u);
    identities.push_back(command.cmd.cdw10);
    auto* page = static_cast<uint8_t*>(command.buf);
    std::memset(page, 0, 4096);
    if (command.cmd.cdw10 == 1) page[520] = static_cast<uint8_t>(optional_commands), page[521] = optional_commands >> 8;
    else page[0] = verify_size_limit;
    command.cpl.status = command.cmd.cdw10 == 6 && !has_nvm_identity ? 0x002 << 1 : 0;
    return 0;
  }

  // NVM Command Set 3.2.4: Read, with as much memory as its blocks take; 3.2.7: Verify, with none.
  int take(nvme_pt_command& command) {
    CHECK_EQ(command.is_read, 1u);
    CHECK(command.driver_lock == nullptr);
    if (command.cmd.opc == 0x06) return identify(command);
    const bool verifies = command.cmd.opc == 0x0c;
    CHECK(verifies || command.cmd.opc == 0x02);
    CHECK_EQ(command.len, verifies ? 0 : (command.cmd.cdw12 + 1) * 512);
    CHECK_EQ(command.buf == nullptr, verifies);
    sent.push_back(command);
    calls.clock_ns += 1'000'000;
    int error_number = 0;
    if (!call_errnos.empty()) error_number = call_errnos.front(), call_errnos.pop_front();
    uint16_t status = 0;
    if (!statuses.empty()) status = statuses.front(), statuses.pop_front();
    command.cpl.status = static_cast<uint16_t>(status << 1 | 0xc000);  // M and DNR beside it
    if (status == 0) command.cpl.status = 0;
    return error_number;
  }
};

void a_read_is_one_command() {
  NvmeRig rig;
  rig.has_sectors(uint64_t{1} << 34);
  scripted_mesh() = "0 DISK nda0 " + std::to_string(uint64_t{1} << 43) + " 512 hd 0 sc 0\n";
  CHECK(rig.open(8));
  CHECK_EQ(rig.queue->depth(), 1u);
  const Outcome outcome = rig.read((uint64_t{1} << 32) + 7, 8);
  CHECK(outcome.error == Error::none);
  CHECK(outcome.latency_ns >= 1'000'000);
  CHECK_EQ(rig.sent.size(), 1u);
  CHECK_EQ(rig.sent[0].cmd.cdw10, 7u);
  CHECK_EQ(rig.sent[0].cmd.cdw11, 1u);
  CHECK_EQ(rig.sent[0].cmd.nsid, 0u);  // the driver's to fill in
  for (const int flags : rig.calls.open_flags) CHECK_EQ(flags & O_ACCMODE, O_RDONLY);
}

void the_drives_status_is_kept() {
  NvmeRig rig;
  CHECK(rig.open());
  rig.statuses = {0x281};
  const Outcome unreadable = rig.read(1000, 8);
  CHECK(unreadable.error == Error::unc);
  CHECK_EQ(unreadable.drive.packed, nvme_status(2, 0x81).packed);
  rig.statuses = {0x080};
  CHECK(rig.read(1000, 8).error == Error::idnf);
  rig.statuses = {0x007};
  CHECK(rig.read(1000, 8).error == Error::abrt);
  rig.sent.clear();
  rig.statuses = {0x082};
  CHECK(rig.read(1000, 8).error == Error::none);
  CHECK_EQ(rig.sent.size(), 2u);
}

void what_is_longer_than_the_driver_takes_is_halved() {
  NvmeRig rig;
  CHECK(rig.open());
  rig.call_errnos = {EIO};
  CHECK(rig.read(1000, 8).error == Error::none);
  CHECK_EQ(rig.sent.back().cmd.cdw12, 3u);
  rig.call_errnos = {ENXIO};
  CHECK(rig.read(1000, 8).error == Error::gone);
}

void without_its_node_it_says_what_is_missing() {
  {
    NvmeRig rig;
    rig.nsid_errno = ENOTTY;  // before FreeBSD 12.2
    CHECK(!rig.open());
    CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
    CHECK_EQ(rig.error.error_number, ENOTTY);
  }
  NvmeRig rig;
  rig.calls.open_errnos = {0, 0, EACCES};
  CHECK(!rig.open());
  CHECK_EQ(std::string(rig.error.code), "ERR_METHOD");
  CHECK_EQ(rig.error.error_number, EACCES);
  CHECK(rig.error.detail.find("/dev/nvme0ns1 cannot be opened (it is root's)") == 0);
}

void verification_brings_nothing() {
  NvmeRig rig;
  rig.site.orders = {DriveOrder::nvme_verify};
  CHECK(rig.open());
  rig.statuses = {0x281};
  CHECK(rig.read(1000, 8).error == Error::unc);
  CHECK_EQ(rig.sent.size(), 1u);
  CHECK_EQ(+rig.sent[0].cmd.opc, 0x0c);
}

void only_a_controller_that_offers_it_is_sent_verify() {
  for (const bool offers : {false, true}) {
    NvmeRig rig;
    rig.cam.disk.bytes = 4096 * 512;
    rig.optional_commands = offers ? 0x0080 : 0xff7f;
    rig.verify_size_limit = 5;
    rig.has_sectors(4096);
    scripted_mesh() = "0 DISK nda0 2097152 512 hd 0 sc 0\n";
    rig.site.orders = {DriveOrder::nvme_verify};
    rig.statuses = {0, 0x080};
    CHECK(rig.ask());
    CHECK(rig.answers.nvme.known);
    CHECK_EQ(rig.answers.nvme.optional_commands, rig.optional_commands);
    CHECK_EQ(+rig.answers.nvme.verify_size_limit, 5);
    CHECK_EQ(rig.sent.size(), offers ? 2u : 0u);
    CHECK_EQ(rig.answers.first.asked, offers);
    if (offers) CHECK(rig.answers.behind.outcome.error == Error::idnf);
  }
}

void what_it_can_is_unknown_where_nobody_says() {
  {
    NvmeRig rig;
    rig.site.orders = {DriveOrder::nvme_verify};
    rig.calls.open_errnos = {0, 0, 0, 0, EACCES};  // the controller's own node
    CHECK(rig.ask());
    CHECK(!rig.answers.nvme.known && rig.sent.empty());
  }
  NvmeRig older;
  older.site.orders = {DriveOrder::nvme_verify};
  older.has_nvm_identity = false;  // before NVMe 2.0
  CHECK(older.ask());
  CHECK(older.answers.nvme.known && older.answers.first.asked);
  CHECK_EQ(+older.answers.nvme.verify_size_limit, 0);
}

}  // namespace

int main() {
  verification_brings_nothing();
  only_a_controller_that_offers_it_is_sent_verify();
  what_it_can_is_unknown_where_nobody_says();
  a_read_is_one_command();
  the_drives_status_is_kept();
  what_is_longer_than_the_driver_takes_is_halved();
  without_its_node_it_says_what_is_missing();
  return failures();
}
