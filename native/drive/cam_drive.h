// What CAM knows of a drive since it found it: told without a command to the drive.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drive/cam_pass.h"
#include "drive/drive_command.h"

namespace surfscan {

struct CamDrive {
  std::string serial;    // hostile text, without the blanks around it
  std::string firmware;  // likewise
  bool is_ata = false;
  std::array<uint16_t, 256> identify{};  // words of IDENTIFY DEVICE, where it is
  std::vector<DriveOrder> reads;         // that it takes, the best first; none: it cannot be asked
  std::vector<DriveOrder> verifies;      // likewise
  uint32_t most_bytes = 0;               // of one command
};

std::optional<CamDrive> ask_cam_drive(const CamPass& pass);

}  // namespace surfscan
