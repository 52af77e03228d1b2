// What the disk counts of its own losses, and the commands by which it tells them.
#pragma once

#include "answers.h"

// A read failed there: the sector is pending (ACS-4 has no attributes; ATA-3's are still what disks have).
void smart_lost(uint64_t lba);

// Answers IDENTIFY DEVICE and SMART, as ATA PASS-THROUGH (16) brings them; false: it is neither.
bool smart_execute(const struct disk* disk, const uint8_t* cdb, struct answer* answer);
