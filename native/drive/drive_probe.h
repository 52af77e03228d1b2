// What a drive answers before it is scanned: whether it takes an order, and whether it does what it says. What
// follows from that is not decided here.
#pragma once

#include <optional>
#include <string>

#include "drive/drive_device.h"
#include "drive/drive_verdict.h"

namespace surfscan {

// Besides the first sector of the target, which is always asked for.
struct DriveQuestions {
  uint64_t drive_sectors = 0;  // of the whole drive
  bool last = false;           // its last sector, if that is the target's
  bool behind = false;         // the sector behind that one, which it has not
  bool pace = false;           // ranges far apart, by an order that brings no data: how long they take
};

struct DriveAnswer {
  bool asked = false;
  Course course = Course::finished;
  Outcome outcome;
};

// NVM Express Base figure 275, and NVM Command Set figure 118.
struct NvmeAbilities {
  bool known = false;
  uint16_t optional_commands = 0;  // ONCS
  uint8_t verify_size_limit = 0;   // VSL; 0: none
};

constexpr uint32_t kPaceSectors = 256;
constexpr uint32_t kPaceRanges = 9;
// A smaller target would be asked for the greater part of itself.
constexpr uint64_t kLeastPacedBytes = uint64_t{1} << 30;

struct DriveAnswers {
  DriveAnswer first;
  DriveAnswer last;
  DriveAnswer behind;
  uint64_t pace_ns = 0;  // the median range of kPaceSectors took; 0: not asked, or more than half of them failed
  NvmeAbilities nvme;
};

// By the first of the site's orders alone; an NVMe controller is not sent what it does not say that it knows. False, with `error`, where the drive cannot be had: as
// open_drive_device() says. Takes as long as the drive does, to half a minute a question.
bool ask_drive(const std::string& path, const DriveSite& site, const DriveQuestions& questions,
               DriveAnswers& answers, OpenError& error);

// The last LBA that an ATA drive has, whatever it lets the system address, by READ NATIVE MAX ADDRESS EXT: for
// drives that have a host protected area. None: it does not tell; with `error`, it cannot be had. Takes as long
// as ask_drive() does.
std::optional<uint64_t> ask_native_last(const std::string& path, const DriveSite& site,
                                        OpenError& error);

}  // namespace surfscan
