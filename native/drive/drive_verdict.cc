#include "drive/drive_verdict.h"

#include <algorithm>
#include <cerrno>

namespace surfscan {
namespace {

Verdict failed(Error error, Course course = Course::finished) {
  Verdict verdict;
  verdict.error = error;
  verdict.course = course;
  return verdict;
}

// DID_… of linux/include/scsi/scsi_status.h.
Verdict judge_host(uint32_t host_status) {
  switch (host_status) {
    case 0x01:  // NO_CONNECT
    case 0x04:  // BAD_TARGET
    case 0x0f:  // TRANSPORT_FAILFAST
      return failed(Error::gone);
    case 0x03:  // TIME_OUT
      return failed(Error::time);
    case 0x02:  // BUS_BUSY
    case 0x08:  // RESET
    case 0x0b:  // SOFT_ERROR
    case 0x0c:  // IMM_RETRY
    case 0x0d:  // REQUEUE
    case 0x0e:  // TRANSPORT_DISRUPTED
      return failed(Error::io, Course::again);
    case 0x13:  // MEDIUM_ERROR, until Linux 5.18
      return failed(Error::unc);
    default:
      return failed(Error::io);
  }
}

// ACS-4 6.2.2: of several bits that which says most. 0x01 and 0x02 had their meanings in older standards.
Error error_of_registers(const AtaRegisters& registers) {
  constexpr uint8_t kBusy = 0x80;
  const uint8_t error = registers.error;
  if ((registers.status & kBusy) != 0) return Error::io;  // the other registers are not valid then
  if ((error & 0x84) == 0x84) return Error::bbk;          // interface CRC, and aborted for it
  if ((error & 0x40) != 0) return Error::unc;
  if ((error & 0x10) != 0) return Error::idnf;
  if ((error & 0x01) != 0) return Error::amnf;
  if ((error & 0x02) != 0) return Error::t0nf;
  if ((error & 0x80) != 0) return Error::bbk;
  if ((error & 0x04) != 0) return Error::abrt;
  return Error::io;
}

Verdict judge_not_ready(const Sense& sense) {
  if (sense.asc == 0x3a) return failed(Error::gone);  // no medium
  // SPC-5 annex F, 04h: becoming ready, a self-test, another path; what passes by itself, and soon.
  const bool passes = sense.asc == 0x04 &&
                      (sense.ascq == 0x01 || sense.ascq == 0x09 || sense.ascq == 0x0a);
  return failed(Error::io, passes ? Course::when_ready : Course::finished);
}

Error medium_error(uint8_t asc) {
  if (asc == 0x12 || asc == 0x13 || asc == 0x16) return Error::amnf;
  if (asc == 0x10 || asc == 0x14) return Error::idnf;
  return Error::unc;
}

Verdict judge_illegal_request(uint8_t asc) {
  if (asc == 0x21) return failed(Error::idnf);  // the request lies within the drive's capacity
  const bool unknown = asc == 0x20 || (asc >= 0x24 && asc <= 0x26);
  return failed(Error::io, unknown ? Course::unsupported : Course::finished);
}

// SPC-5 table 49: sense keys.
Verdict judge_key(const Sense& sense) {
  constexpr uint8_t kInterfaceCrc = 0x47;
  switch (sense.key) {
    case 0x0:
      return {};
    case 0x1: {
      Verdict verdict;
      // 00/1D: registers were asked for, and come with a success.
      verdict.recovered = !(sense.asc == 0x00 && sense.ascq == 0x1d);
      return verdict;
    }
    case 0x2:
      return judge_not_ready(sense);
    case 0x3:
      return failed(medium_error(sense.asc));
    case 0x5:
      return judge_illegal_request(sense.asc);
    case 0x6:
      return failed(Error::io, Course::again);
    case 0xb:
      return failed(sense.asc == kInterfaceCrc ? Error::bbk : Error::abrt);
    default:
      return failed(Error::io);
  }
}

bool within(uint64_t lba, const DriveRange& range) {
  return lba >= range.lba && lba - range.lba < range.sectors;
}

bool tells_failure(const AtaRegisters& registers) {
  constexpr uint8_t kErrOrFault = 0x21;
  return registers.there && (registers.error != 0 || (registers.status & kErrOrFault) != 0);
}

void name_lba(Verdict& verdict, bool has, uint64_t lba, const DriveRange& range) {
  if (!has || !within(lba, range)) return;
  verdict.names_lba = true;
  verdict.lba = lba;
}

Verdict judge_sense(const Sense& sense, const DriveRange& range) {
  if (!sense.there) return failed(Error::io);
  if (sense.deferred) {
    Verdict verdict = failed(Error::io, Course::again);
    verdict.drive = sense_status(sense.key, sense.asc, sense.ascq);
    return verdict;
  }
  if (tells_failure(sense.registers)) return judge_ata(sense.registers, range);
  Verdict verdict = judge_key(sense);
  const bool said = verdict.error != Error::none || verdict.recovered;
  if (said) verdict.drive = sense_status(sense.key, sense.asc, sense.ascq);
  if (said) name_lba(verdict, sense.has_information, sense.information, range);
  const bool tells = verdict.error == Error::none && sense.registers.there && sense.registers.has_lba;
  if (tells) verdict.answer = sense.registers.lba;
  return verdict;
}

// SAM-6 table 27.
Verdict judge_status(const ScsiAnswer& answer, DriveOrder order, const DriveRange& range) {
  constexpr uint8_t kGood = 0x00, kCheckCondition = 0x02, kBusy = 0x08, kTaskSetFull = 0x28,
                    kAcaActive = 0x30, kTaskAborted = 0x40;
  switch (answer.status) {
    case kGood:
      // What lies behind what came is old.
      return answer.residual_bytes > 0 ? failed(Error::io, Course::again) : Verdict{};
    case kCheckCondition: {
      const uint32_t bytes = std::min(answer.sense_bytes, kMaxSenseBytes);
      return judge_sense(parse_sense(answer.sense, bytes, is_pass_through(order)), range);
    }
    case kBusy:
    case kTaskSetFull:
    case kAcaActive:
    case kTaskAborted:
      return failed(Error::io, Course::again);
    default:
      return failed(Error::io);
  }
}

}  // namespace

Verdict judge_scsi(const ScsiAnswer& answer, DriveOrder order, const DriveRange& range) {
  constexpr uint32_t kDriverTimeout = 0x06;  // until Linux 5.13
  if (answer.host_status != 0) return judge_host(answer.host_status);
  if ((answer.driver_status & 0x0f) == kDriverTimeout) return failed(Error::time);
  return judge_status(answer, order, range);
}

Verdict judge_ata(const AtaRegisters& registers, const DriveRange& range) {
  if (!tells_failure(registers)) return failed(Error::io);
  Verdict verdict = failed(error_of_registers(registers));
  verdict.drive = ata_status(registers.status, registers.error);
  name_lba(verdict, registers.has_lba, registers.lba, range);
  return verdict;
}

Verdict judge_nvme(int32_t result) {
  if (result < 0) return judge_errno(-result);
  const uint8_t type = result >> 8 & 7;
  const uint8_t code = result & 0xff;
  Verdict verdict;
  if (type == 0 && code == 0) return verdict;
  verdict.error = Error::io;
  verdict.drive = nvme_status(type, code);
  // NVM Express Base 2.0 figures 89 … 97: the type and the code.
  switch (type << 8 | code) {
    case 0x281:
      verdict.error = Error::unc;
      break;
    case 0x080:
      verdict.error = Error::idnf;
      break;
    case 0x007:  // abort requested
    case 0x008:  // its submission queue was deleted
      verdict.error = Error::abrt;
      break;
    case 0x021:  // command interrupted
    case 0x022:  // transient transport error
    case 0x082:  // namespace not ready
      verdict.course = Course::again;
      break;
    case 0x001:
      verdict.course = Course::unsupported;
      break;
    case 0x002:
      verdict.course = Course::too_long;
      break;
    default:
      break;
  }
  return verdict;
}

Verdict judge_errno(int32_t error_number) {
  Verdict verdict = failed(Error::io);
  verdict.error_number = error_number;
  switch (error_number) {
    case ENODEV:
    case ENXIO:
    case ESHUTDOWN:
      verdict.error = Error::gone;
      break;
    case ETIMEDOUT:
      verdict.error = Error::time;
      break;
    case EAGAIN:
    case EDOM:  // sg: so many are out of this descriptor as it takes
    case EBUSY:
      verdict.course = Course::again;
      break;
    case EPERM:
    case EACCES:
    case ENOTTY:
    case EBADF:
    case EOPNOTSUPP:
      verdict.course = Course::refused;
      break;
    // Of commands that never left: longer than a queue's limit is EIO (Linux block/scsi_ioctl.c, FreeBSD
    // sys/dev/nvme/nvme_ctrlr.c), E2BIG (FreeBSD sys/cam/cam_periph.c), more pages than it takes EINVAL, and
    // none to be had ENOMEM.
    case EIO:
    case E2BIG:
    case EINVAL:
    case ENOMEM:
      verdict.course = Course::too_long;
      break;
    // EINTR among them: an NVMe controller was reset under the command, nvme_passthrough says so.
    default:
      break;
  }
  return verdict;
}

}  // namespace surfscan
