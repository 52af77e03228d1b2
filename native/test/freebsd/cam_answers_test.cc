// What each answer of CAM's comes to: ATA's registers, SCSI's sense, and what a controller's driver says
// instead of them.
#include "test/drive/sg_answers.h"
#include "test/freebsd/cam_rig.h"

using namespace surfscan;
using namespace surfscan::test;

namespace {

CamAnswer sense(uint8_t key, uint8_t asc, uint8_t ascq, int64_t lba = -1) {
  return with_cam_sense(with_sense(key, asc, ascq, lba).sense);
}

CamAnswer only(uint32_t status) {
  CamAnswer answer;
  answer.status = status;
  return answer;
}

// `sends`: commands until that stands.
struct Row {
  uint32_t status;
  Error error;
  size_t sends;
};

constexpr size_t kAgain = 1 + kMaxAgain;

// One of each value of enum cam_status (sys/cam/cam.h) that a read can come back with.
constexpr Row kRows[] = {
    {CAM_REQ_CMP, Error::none, 1},
    {CAM_DEV_NOT_THERE, Error::gone, 1},
    {CAM_SEL_TIMEOUT, Error::gone, 1},
    {CAM_NO_HBA, Error::gone, 1},
    {CAM_SCSI_IT_NEXUS_LOST, Error::gone, 1},
    {CAM_CMD_TIMEOUT, Error::time, 1},
    {CAM_UNCOR_PARITY, Error::bbk, 1},
    {CAM_REQ_CMP_ERR, Error::io, 1},
    {CAM_REQ_INVALID, Error::io, 1},
    {CAM_DATA_RUN_ERR, Error::io, 1},
    {CAM_SEQUENCE_FAIL, Error::io, 1},
    {CAM_UNREC_HBA_ERROR, Error::io, 1},
    {CAM_BUSY, Error::io, kAgain},
    {CAM_REQ_ABORTED, Error::io, kAgain},
    {CAM_SCSI_BUS_RESET, Error::io, kAgain},
    {CAM_UNEXP_BUSFREE, Error::io, kAgain},
    {CAM_BDR_SENT, Error::io, kAgain},
    {CAM_REQUEUE_REQ, Error::io, kAgain},
    {CAM_AUTOSENSE_FAIL, Error::io, 2},
    {CAM_UA_TERMIO, Error::io, 2},
    {0x3f, Error::io, 2},
    // In their own right below: 0c, 1a, 1c.
};

void every_status_comes_to_what_it_means() {
  for (const cam_proto protocol : {PROTO_ATA, PROTO_SCSI}) {
    for (const Row& row : kRows) {
      // The flags beside the status say nothing of it: 0x401 is what a good command comes with.
      for (const uint32_t flags : {0u, 0x400u, uint32_t{CAM_DEV_QFRZN}}) {
        CamRig rig;
        rig.cam.protocol = protocol;
        CHECK(rig.open());
        rig.cam.on_block = [&row, flags](const SentBlock&) { return only(row.status | flags); };
        const Outcome outcome = rig.read(1000, 8);
        CHECK_EQ(static_cast<int>(outcome.error), static_cast<int>(row.error));
        CHECK_EQ(rig.cam.sent.size(), row.sends);
        if (rig.cam.sent.size() != row.sends) CHECK_EQ(row.status, 0u);
        CHECK_EQ(outcome.error_number, 0);
        CHECK(!outcome.named);
      }
    }
  }
}

struct Registers {
  uint8_t status;
  uint8_t error;
  Error expected;
};

void registers_say_how_and_where() {
  constexpr Registers kRegisters[] = {
      {0x41, 0x40, Error::unc},  {0x51, 0x10, Error::idnf}, {0x51, 0x04, Error::abrt},
      {0x51, 0x84, Error::bbk},  {0x51, 0x80, Error::bbk},  {0x51, 0x01, Error::amnf},
      {0x51, 0x02, Error::t0nf}, {0x61, 0x00, Error::io},   {0x80, 0x40, Error::io},
      {0xd1, 0x40, Error::io},
  };
  for (const Registers& registers : kRegisters) {
    CamRig rig;
    CHECK(rig.open());
    rig.cam.answers = {with_registers(registers.status, registers.error, 1002)};
    const Outcome outcome = rig.read(1000, 8);
    CHECK_EQ(static_cast<int>(outcome.error), static_cast<int>(registers.expected));
    CHECK_EQ(rig.cam.sent.size(), 1u);
    if (registers.status == 0x80) continue;
    CHECK_EQ(outcome.drive.packed, ata_status(registers.status, registers.error).packed);
  }
}

void a_sector_beyond_two_tebibytes_is_named() {
  const uint64_t lba = 0x123456789a;
  CamRig rig;
  rig.has_sectors(uint64_t{1} << 40);
  CHECK(rig.open());
  rig.cam.answers = {with_registers(0x41, 0x40, lba + 2)};
  const Outcome outcome = rig.read(lba, 8);
  CHECK(outcome.error == Error::unc && outcome.named);
  CHECK_EQ(rig.cam.sent[0].lba, lba);
  // One that it was not asked for proves nothing.
  rig.cam.answers = {with_registers(0x41, 0x40, 2)};
  CHECK(!rig.read(lba, 8).named);
}

void what_only_the_registers_tell_stands_once_it_was_tried_again() {
  for (const uint32_t status : {uint32_t{CAM_REQUEUE_REQ}, uint32_t{CAM_AUTOSENSE_FAIL}}) {
    CamRig rig;
    CHECK(rig.open());
    rig.cam.on_block = [status](const SentBlock&) {
      return with_registers(0x41, 0x40, 1002, status);
    };
    const Outcome outcome = rig.read(1000, 8);
    CHECK(outcome.error == Error::unc);
    CHECK_EQ(outcome.drive.packed, ata_status(0x41, 0x40).packed);
    // And nothing of it where it reads the second time.
    rig.cam.on_block = nullptr;
    rig.cam.answers = {with_registers(0x41, 0x40, 1002, status)};
    CHECK(rig.read(1000, 8).error == Error::none);
  }
}

void sense_is_read_as_on_any_system() {
  CamRig rig;
  rig.cam.protocol = PROTO_SCSI;
  CHECK(rig.open());
  rig.cam.answers = {sense(3, 0x11, 4, 1002)};
  const Outcome unreadable = rig.read(1000, 8);
  CHECK(unreadable.error == Error::unc && unreadable.named);
  CHECK_EQ(unreadable.drive.packed, sense_status(3, 0x11, 4).packed);
  // QEMU's names no sector.
  rig.cam.answers = {sense(3, 0x11, 0)};
  CHECK(!rig.read(1000, 8).named);
  rig.cam.answers = {sense(1, 0x17, 1, 1002)};
  const Outcome recovered = rig.read(1000, 8);
  CHECK(recovered.error == Error::none);
  CHECK_EQ(recovered.drive.packed, sense_status(1, 0x17, 1).packed);
  // Attention is the reader's to answer: pass(4) repeats nothing.
  rig.cam.sent.clear();
  rig.cam.answers = {sense(6, 0x29, 0)};
  CHECK(rig.read(1000, 8).error == Error::none);
  CHECK_EQ(rig.cam.sent.size(), 2u);
  // A status without sense.
  CamAnswer busy;
  busy.status = CAM_SCSI_STATUS_ERROR;
  busy.scsi_status = 8;
  rig.cam.answers = {busy};
  CHECK(rig.read(1000, 8).error == Error::none);
  CamAnswer conflict = busy;
  conflict.scsi_status = 0x18;
  rig.cam.answers = {conflict};
  CHECK(rig.read(1000, 8).error == Error::io);
}

void sense_that_is_not_valid_is_none() {
  CamRig rig;
  rig.cam.protocol = PROTO_SCSI;
  CHECK(rig.open());
  CamAnswer answer = sense(3, 0x11, 0, 1002);
  answer.status = CAM_SCSI_STATUS_ERROR;
  rig.cam.answers = {answer};
  const Outcome outcome = rig.read(1000, 8);
  CHECK(outcome.error == Error::io && !outcome.drive.said());
}

void short_is_not_good() {
  for (const cam_proto protocol : {PROTO_ATA, PROTO_SCSI}) {
    CamRig rig;
    rig.cam.protocol = protocol;
    CHECK(rig.open());
    CamAnswer short_one;
    short_one.residual = 512;
    rig.cam.answers = {short_one};
    CHECK(rig.read(1000, 8).error == Error::none);
    CHECK_EQ(rig.cam.sent.size(), 2u);
  }
}

void what_is_too_long_is_halved() {
  CamRig rig;
  CHECK(rig.open());
  rig.cam.answers = {only(CAM_REQ_TOO_BIG)};
  CHECK(rig.read(1000, 8).error == Error::none);
  CHECK_EQ(rig.cam.sent.back().sectors, 4u);
  for (const int error_number : {E2BIG, EINVAL, EIO, ENOMEM}) {
    CamRig other;
    CHECK(other.open());
    other.cam.queue_errnos = {error_number};
    CHECK(other.read(1000, 8).error == Error::none);
    CHECK_EQ(other.cam.sent.back().sectors, 4u);
    other.cam.queue_errnos = {error_number};
    const Error single = other.read(1000, 1).error;
    CHECK(single == (error_number == EIO ? Error::io : Error::defect));
  }
}

}  // namespace

int main() {
  every_status_comes_to_what_it_means();
  registers_say_how_and_where();
  a_sector_beyond_two_tebibytes_is_named();
  what_only_the_registers_tell_stands_once_it_was_tried_again();
  sense_is_read_as_on_any_system();
  sense_that_is_not_valid_is_none();
  short_is_not_good();
  what_is_too_long_is_halved();
  return failures();
}
