// What surfscan takes of FreeBSD's Common Access Method (sys/cam/cam.h there), for building its FreeBSD
// sources on another system. cam_ccb.cc asserts the numbers. As there, nothing in these headers says
// extern "C": who includes them has to.
#pragma once

#include <sys/types.h>

#include <cstdint>

typedef u_int path_id_t;
typedef u_int target_id_t;
typedef uint64_t lun_id_t;

#define CAM_MAX_CDBLEN 16

typedef struct {
  uint32_t priority;
  uint32_t generation;
  int index;
} cam_pinfo;

typedef enum {
  CAM_REQ_INPROG = 0x00,
  CAM_REQ_CMP = 0x01,
  CAM_REQ_ABORTED = 0x02,
  CAM_UA_ABORT = 0x03,
  CAM_REQ_CMP_ERR = 0x04,
  CAM_BUSY = 0x05,
  CAM_REQ_INVALID = 0x06,
  CAM_PATH_INVALID = 0x07,
  CAM_DEV_NOT_THERE = 0x08,
  CAM_UA_TERMIO = 0x09,
  CAM_SEL_TIMEOUT = 0x0a,
  CAM_CMD_TIMEOUT = 0x0b,
  CAM_SCSI_STATUS_ERROR = 0x0c,
  CAM_MSG_REJECT_REC = 0x0d,
  CAM_SCSI_BUS_RESET = 0x0e,
  CAM_UNCOR_PARITY = 0x0f,
  CAM_AUTOSENSE_FAIL = 0x10,
  CAM_NO_HBA = 0x11,
  CAM_DATA_RUN_ERR = 0x12,
  CAM_UNEXP_BUSFREE = 0x13,
  CAM_SEQUENCE_FAIL = 0x14,
  CAM_CCB_LEN_ERR = 0x15,
  CAM_PROVIDE_FAIL = 0x16,
  CAM_BDR_SENT = 0x17,
  CAM_REQ_TERMIO = 0x18,
  CAM_UNREC_HBA_ERROR = 0x19,
  CAM_REQ_TOO_BIG = 0x1a,
  CAM_REQUEUE_REQ = 0x1b,
  CAM_ATA_STATUS_ERROR = 0x1c,
  CAM_SCSI_IT_NEXUS_LOST = 0x1d,

  CAM_DEV_QFRZN = 0x40,
  CAM_AUTOSNS_VALID = 0x80,
  CAM_STATUS_MASK = 0x3f
} cam_status;
