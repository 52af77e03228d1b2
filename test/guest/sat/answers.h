// What a SATA disk behind a translator, or a SCSI disk, answers to a command: data of zeros, or a fault's status and sense.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SENSE_BYTES 96u

struct answer {
  uint8_t status;
  uint8_t sense[SENSE_BYTES];
  // What is brought: these bytes, and zeros behind them.
  uint8_t data[1024];
  size_t data_bytes;
};

struct disk {
  uint64_t sectors;
  uint32_t sector_bytes;
  bool descriptors;  // the format of its sense; else fixed
  uint64_t hidden;   // sectors behind those, a host protected area
  bool is_ata;       // it says that there is a translator, and takes ATA PASS-THROUGH
};

// Reads the fault file: lines `LBA COUNT KIND [NAMED]`, where NAMED is the LBA that the disk names: absent,
// the first of the command's that is bad; `none`; or a number, which may be a lie. KIND is one of
// unc idnf abrt amnf t0nf bbk icrc df, or rec: it verifies, and had to be corrected. False, with the reason on standard error, for a file that is wrong.
bool faults_load(const char* path);

void execute(const struct disk* disk, const uint8_t* cdb, struct answer* answer);
