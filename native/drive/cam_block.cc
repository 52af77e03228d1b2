#include "drive/cam_block.h"

#include <algorithm>

namespace surfscan {
namespace {

// The ABI that this was written for, asserted wherever it is built: measured on the headers of FreeBSD 12.1,
// 13.2, 14.0 and 15, which agree.
static_assert(CAM_VERSION == 0x19 || CAM_VERSION == 0x1a, "sys/cam/cam_ccb.h");
static_assert(CAMIOQUEUE == (0x20000004UL | CAM_VERSION << 8), "_IO(CAM_VERSION, 4)");
static_assert(CAMIOGET == (0x20000005UL | CAM_VERSION << 8), "_IO(CAM_VERSION, 5)");
static_assert(XPT_ATA_IO == 0x918 && XPT_SCSI_IO == 0x901, "sys/cam/cam_ccb.h");
static_assert(CAM_STATUS_MASK == 0x3f && CAM_DEV_QFRZN == 0x40 && CAM_AUTOSNS_VALID == 0x80,
              "sys/cam/cam.h");
static_assert(sizeof(ata_cmd) == 14 && sizeof(ata_res) == 12, "sys/cam/ata/ata_all.h");
#ifdef __LP64__
static_assert(CAMIOCOMMAND == (0xc4e00002UL | CAM_VERSION << 8), "_IOWR(CAM_VERSION, 2, union ccb)");
static_assert(sizeof(ccb) == 1248 && sizeof(ccb_hdr) == 200, "sys/cam/cam_ccb.h");
static_assert(offsetof(ccb_ataio, cmd) == 208 && offsetof(ccb_ataio, res) == 222,
              "sys/cam/cam_ccb.h");
static_assert(offsetof(ccb_scsiio, sense_data) == 228 && offsetof(ccb_scsiio, cdb_io) == 496,
              "sys/cam/cam_ccb.h");
static_assert(offsetof(ccb_getdev, ident_data) == 460, "sys/cam/cam_ccb.h");
#endif

uint8_t byte_of(uint64_t value, int index) { return static_cast<uint8_t>(value >> (8 * index)); }

// Without the flag for DMA the controller waits for data that come otherwise, and times out (sys/cam/ata/
// ata_all.c, ata_48bit_cmd sets it by the command's code, and not for what brings none). Registers come back with
// success, too, only where they are asked for (sys/dev/ahci/ahci.c, ahci_end_transaction).
void put_ata(ccb_ataio& block, const AtaTask& task) {
  block.cmd.flags = CAM_ATAIO_48BIT | CAM_ATAIO_NEEDRESULT;
  if (task.data_bytes > 0) block.cmd.flags |= CAM_ATAIO_DMA;
  block.cmd.command = task.command;
  block.cmd.device = task.device;
  block.cmd.lba_low = byte_of(task.range.lba, 0);
  block.cmd.lba_mid = byte_of(task.range.lba, 1);
  block.cmd.lba_high = byte_of(task.range.lba, 2);
  block.cmd.lba_low_exp = byte_of(task.range.lba, 3);
  block.cmd.lba_mid_exp = byte_of(task.range.lba, 4);
  block.cmd.lba_high_exp = byte_of(task.range.lba, 5);
  block.cmd.sector_count = byte_of(task.range.sectors, 0);
  block.cmd.sector_count_exp = byte_of(task.range.sectors, 1);
  block.dxfer_len = task.data_bytes;
}

void put_scsi(ccb_scsiio& block, const Cdb& cdb) {
  std::copy(cdb.bytes.begin(), cdb.bytes.end(), block.cdb_io.cdb_bytes);
  block.cdb_len = cdb.length;
  block.dxfer_len = cdb.data_bytes;
  block.sense_len = std::min<size_t>(sizeof block.sense_data, UINT8_MAX);
  block.tag_action = MSG_SIMPLE_Q_TAG;
}

AtaRegisters registers_of(const ata_res& result) {
  AtaRegisters registers;
  registers.there = true;
  registers.status = result.status;
  registers.error = result.error;
  registers.has_lba = true;
  registers.lba = result.lba_low | uint64_t{result.lba_mid} << 8 | uint64_t{result.lba_high} << 16 |
                  uint64_t{result.lba_low_exp} << 24 | uint64_t{result.lba_mid_exp} << 32 |
                  uint64_t{result.lba_high_exp} << 40;
  return registers;
}

Verdict failed(Error error, Course course = Course::finished) {
  Verdict verdict;
  verdict.error = error;
  verdict.course = course;
  return verdict;
}

bool is_ata(const ccb& block) { return block.ccb_h.func_code == XPT_ATA_IO; }

Verdict scsi_verdict(const ccb_scsiio& block, DriveOrder order, const DriveRange& range) {
  ScsiAnswer answer;
  answer.status = block.scsi_status;
  answer.residual_bytes = static_cast<int32_t>(block.resid);
  if ((block.ccb_h.status & CAM_AUTOSNS_VALID) != 0 && block.sense_resid <= block.sense_len) {
    const uint32_t told = block.sense_len - block.sense_resid;
    answer.sense_bytes = std::min(told, kMaxSenseBytes);
    std::memcpy(answer.sense, &block.sense_data, answer.sense_bytes);
  }
  return judge_scsi(answer, order, range);
}

// What lies behind what came is old.
Verdict whole_or_again(const ccb& block) {
  const uint32_t residual = is_ata(block) ? block.ataio.resid : block.csio.resid;
  return residual == 0 ? Verdict{} : failed(Error::io, Course::again);
}

// The controller's driver says what does not settle it: the drive's registers, where it has them, stand
// once the command has been tried again.
Verdict tried_again(const ccb& block, const DriveRange& range, Course course) {
  Verdict verdict = is_ata(block) ? judge_ata(registers_of(block.ataio.res), range)
                                  : failed(Error::io);
  verdict.course = course;
  return verdict;
}

}  // namespace

ccb cam_block(DriveOrder order, const DriveRange& range, const CamLimits& limits, char* buffer) {
  ccb block{};
  // No retries: pass(4) makes none of its own but where it is asked to (scsi_pass.c, passflags). The queue
  // goes on by itself after a failure.
  const bool brings = brings_sectors(order);
  block.ccb_h.flags = (brings ? CAM_DIR_IN : CAM_DIR_NONE) | CAM_DEV_QFRZDIS;
  block.ccb_h.timeout = limits.timeout_ms;
  uint8_t* data = brings ? reinterpret_cast<uint8_t*>(buffer) : nullptr;
  if (is_pass_through(order)) {
    block.ccb_h.func_code = XPT_ATA_IO;
    block.ataio.data_ptr = data;
    put_ata(block.ataio, build_ata(order, range, limits.sector_bytes));
  } else {
    block.ccb_h.func_code = XPT_SCSI_IO;
    block.csio.data_ptr = data;
    put_scsi(block.csio, build_cdb(order, range, limits.sector_bytes));
  }
  return block;
}

// enum cam_status of sys/cam/cam.h.
Verdict cam_verdict(const ccb& block, DriveOrder order, const DriveRange& range) {
  switch (block.ccb_h.status & CAM_STATUS_MASK) {
    case CAM_REQ_CMP:
      return whole_or_again(block);
    case CAM_SCSI_STATUS_ERROR:
      return scsi_verdict(block.csio, order, range);
    case CAM_ATA_STATUS_ERROR:
      return judge_ata(registers_of(block.ataio.res), range);
    case CAM_DEV_NOT_THERE:
    case CAM_SEL_TIMEOUT:
    case CAM_NO_HBA:
    case CAM_SCSI_IT_NEXUS_LOST:
      return failed(Error::gone);
    case CAM_CMD_TIMEOUT:
      return failed(Error::time);
    case CAM_UNCOR_PARITY:  // on the way: a cable's
      return failed(Error::bbk);
    case CAM_REQ_TOO_BIG:
      return failed(Error::io, Course::too_long);
    case CAM_REQ_CMP_ERR:
    case CAM_REQ_INVALID:
    case CAM_DATA_RUN_ERR:
    case CAM_SEQUENCE_FAIL:
    case CAM_UNREC_HBA_ERROR:
      return failed(Error::io);
    case CAM_REQ_ABORTED:
    case CAM_BUSY:
    case CAM_SCSI_BUS_RESET:
    case CAM_UNEXP_BUSFREE:
    case CAM_BDR_SENT:
    case CAM_REQUEUE_REQ:
      return tried_again(block, range, Course::again);
    default:  // CAM_AUTOSENSE_FAIL among them
      return tried_again(block, range, Course::once_more);
  }
}

ccb cam_question(xpt_opcode code) {
  ccb block{};
  block.ccb_h.func_code = code;
  return block;
}

// CAM_DEV_QFRZDIS has seen to it (sys/cam/cam_xpt.c, xpt_done_process) unless a driver goes its own way.
bool is_frozen(const ccb& block) { return (block.ccb_h.status & CAM_DEV_QFRZN) != 0; }

}  // namespace surfscan
