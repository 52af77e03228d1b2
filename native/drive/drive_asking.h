// What every system's ask_drive() does once the drive is open.
#pragma once

#include "core/read_room.h"
#include "drive/drive_probe.h"
#include "drive/opened_drive.h"
#include "posix/system_calls.h"

namespace surfscan {

// By the first of its orders alone. `calls` outlives what is still out when it gives up. False: no memory.
bool ask_opened(const SystemCalls& calls, OpenedDrive drive, const DriveQuestions& questions,
                DriveAnswers& answers);

// Whether a controller says that it knows Verify: an error log of its own would keep what it does not know.
bool offers_verify(const NvmeAbilities& abilities);

// `identify(NvmeIdentity, char* page)` asks a controller for a page of kIdentifyBytes. What it does not tell stays
// unknown.
template <class Identify>
NvmeAbilities ask_abilities(const Identify& identify) {
  constexpr size_t kOncs = 520;
  NvmeAbilities abilities;
  ReadRoom room;
  if (!room.make(1, kIdentifyBytes)) return abilities;
  const auto* page = reinterpret_cast<const uint8_t*>(room.of(0));
  if (!identify(NvmeIdentity::controller, room.of(0))) return abilities;
  abilities.known = true;
  abilities.optional_commands = static_cast<uint16_t>(page[kOncs] | page[kOncs + 1] << 8);
  // An older controller does not know this one.
  if (identify(NvmeIdentity::nvm_commands, room.of(0))) abilities.verify_size_limit = page[0];
  return abilities;
}

}  // namespace surfscan
