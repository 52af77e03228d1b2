// What an answer means: of the transport first, of the drive last.
#pragma once

#include <cstdint>
#include <optional>

#include "core/device.h"
#include "drive/drive_command.h"
#include "drive/sense.h"

namespace surfscan {

constexpr uint32_t kMaxSenseBytes = 96;

// As linux/include/scsi/sg.h has it.
struct ScsiAnswer {
  uint32_t host_status = 0;
  uint32_t driver_status = 0;
  uint8_t status = 0;
  int32_t residual_bytes = 0;  // that a read did not bring
  uint32_t sense_bytes = 0;
  uint8_t sense[kMaxSenseBytes] = {};
};

// What follows from an answer. The error is what the read came to where nothing follows any more.
enum class Course : uint8_t {
  finished,
  again,        // this command was not done: attention, deferred, busy, short
  once_more,    // it may not have been done: what comes the second time stands
  when_ready,   // the drive is on its way to being ready
  unsupported,  // the drive knows no such command, or nobody may send it
  too_long,     // perhaps: the system took it for no command at all
  refused,      // the system allows none of this
};

struct Verdict {
  Course course = Course::finished;
  Error error = Error::none;
  int32_t error_number = 0;
  DriveStatus drive;       // what the drive itself said
  bool recovered = false;  // it read, and the drive had to correct
  bool names_lba = false;  // a sector of what was asked for
  uint64_t lba = 0;        // a hint, never a verdict
  std::optional<uint64_t> answer;  // the LBA that the registers of a success hold
};

Verdict judge_scsi(const ScsiAnswer& answer, DriveOrder order, const DriveRange& range);

// By the registers alone, whatever brought them.
Verdict judge_ata(const AtaRegisters& registers, const DriveRange& range);

// `result`: of an ioctl or a completion queue entry, negative: −errno.
Verdict judge_nvme(int32_t result);

// Of the call that was to send it.
Verdict judge_errno(int32_t error_number);

}  // namespace surfscan
