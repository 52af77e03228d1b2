// What a scripted drive behind pass(4) answers to an order.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "drive/cam_headers.h"

namespace surfscan::test {

struct CamAnswer {
  uint32_t status = CAM_REQ_CMP;
  uint8_t ata_status = 0x50;
  uint8_t ata_error = 0;
  uint64_t ata_lba = 0;
  uint8_t scsi_status = 0;
  std::vector<uint8_t> sense = {};
  uint32_t residual = 0;
  uint64_t after_ns = 1'000'000;
};

inline CamAnswer with_registers(uint8_t status, uint8_t error, uint64_t lba,
                                uint32_t cam = CAM_ATA_STATUS_ERROR) {
  CamAnswer answer;
  answer.status = cam;
  answer.ata_status = status;
  answer.ata_error = error;
  answer.ata_lba = lba;
  return answer;
}

inline CamAnswer with_cam_sense(std::vector<uint8_t> sense) {
  CamAnswer answer;
  answer.status = CAM_SCSI_STATUS_ERROR | CAM_AUTOSNS_VALID;
  answer.scsi_status = 2;
  answer.sense = std::move(sense);
  return answer;
}

}  // namespace surfscan::test
