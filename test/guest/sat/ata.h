// What a SATA disk tells of itself by ATA's own commands: who it is, how many sectors it has, what it counts of
// its own losses.
#pragma once

#include "answers.h"

// A read failed there: the sector is pending (ACS-4 has no attributes; ATA-3's are still what disks have).
void smart_lost(uint64_t lba);

// IDENTIFY DEVICE data, 512 bytes.
void ata_identify(const struct disk* disk, uint8_t* data);

// Answers IDENTIFY DEVICE, READ NATIVE MAX ADDRESS EXT and SMART, as ATA PASS-THROUGH (16) brings them; false: it
// is none of them.
bool ata_tell(const struct disk* disk, const uint8_t* cdb, struct answer* answer);
