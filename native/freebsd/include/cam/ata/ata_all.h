// An ATA command's and answer's registers (sys/cam/ata/ata_all.h there).
#pragma once

#include <cstdint>

#define CAM_ATAIO_48BIT 0x01
#define CAM_ATAIO_NEEDRESULT 0x08
#define CAM_ATAIO_DMA 0x10

struct ata_cmd {
  uint8_t flags;
  uint8_t command;
  uint8_t features;
  uint8_t lba_low;
  uint8_t lba_mid;
  uint8_t lba_high;
  uint8_t device;
  uint8_t lba_low_exp;
  uint8_t lba_mid_exp;
  uint8_t lba_high_exp;
  uint8_t features_exp;
  uint8_t sector_count;
  uint8_t sector_count_exp;
  uint8_t control;
};

struct ata_res {
  uint8_t flags;
  uint8_t status;
  uint8_t error;
  uint8_t lba_low;
  uint8_t lba_mid;
  uint8_t lba_high;
  uint8_t device;
  uint8_t lba_low_exp;
  uint8_t lba_mid_exp;
  uint8_t lba_high_exp;
  uint8_t sector_count;
  uint8_t sector_count_exp;
};
