// Those of FreeBSD's CAM control blocks that surfscan fills in or reads (sys/cam/cam_ccb.h there), laid out
// as there. cam_ccb.cc asserts the offsets.
#pragma once

#include <sys/time.h>

#include <cstdint>

#include <cam/ata/ata_all.h>
#include <cam/cam.h>

#define CAM_VERSION 0x1a

#define CAM_DIR_IN 0x00000040
#define CAM_DIR_NONE 0x000000c0
#define CAM_DEV_QFRZDIS 0x00000400

typedef enum {
  XPT_SCSI_IO = 0x901,
  XPT_GDEV_TYPE = 0x02,
  XPT_PATH_INQ = 0x04,
  XPT_REL_SIMQ = 0x05,
  XPT_DEV_ADVINFO = 0x0e,
  XPT_ATA_IO = 0x918
} xpt_opcode;

typedef enum {
  PROTO_UNKNOWN,
  PROTO_UNSPECIFIED,
  PROTO_SCSI,
  PROTO_ATA,
  PROTO_ATAPI,
  PROTO_SATAPM,
  PROTO_SEMB,
  PROTO_NVME
} cam_proto;

union ccb;
struct cam_periph;
struct cam_path;

typedef struct {
  void* links[2];
} camq_entry;

typedef union {
  void* ptr;
  u_long field;
} ccb_priv_entry;

typedef struct {
  ccb_priv_entry entries[2];
} ccb_ppriv_area;

struct ccb_hdr {
  cam_pinfo pinfo;
  camq_entry xpt_links;
  camq_entry sim_links;
  camq_entry periph_links;
  uint32_t retry_count;
  void (*cbfcnp)(struct cam_periph*, union ccb*);
  xpt_opcode func_code;
  uint32_t status;
  struct cam_path* path;
  path_id_t path_id;
  target_id_t target_id;
  lun_id_t target_lun;
  uint32_t flags;
  uint32_t xflags;
  ccb_ppriv_area periph_priv;
  ccb_ppriv_area sim_priv;
  uintptr_t qos[3];
  uint32_t timeout;
  struct timeval softtimeout;
};

struct scsi_inquiry_data {
  uint8_t head[8];
  char vendor[8];
  char product[16];
  char revision[4];
  uint8_t rest[220];
};

// IDENTIFY DEVICE in words, sys/sys/ata.h.
struct ata_params {
  uint16_t words[256];
};

struct ccb_getdev {
  struct ccb_hdr ccb_h;
  cam_proto protocol;
  struct scsi_inquiry_data inq_data;
  struct ata_params ident_data;
  uint8_t serial_num[252];
  uint8_t inq_flags;
  uint8_t serial_num_len;
  void* padding[2];
};

struct ccb_pathinq {
  struct ccb_hdr ccb_h;
  uint8_t before_protocol[104];
  cam_proto protocol;
  u_int protocol_version;
  u_int transport;
  u_int transport_version;
  uint64_t xport_specific[16];
  u_int maxio;
  uint16_t hba_vendor;
  uint16_t hba_device;
  uint16_t hba_subvendor;
  uint16_t hba_subdevice;
};

struct ccb_relsim {
  struct ccb_hdr ccb_h;
  uint32_t release_flags;
  uint32_t openings;
  uint32_t release_timeout;
  uint32_t qfrozen_cnt;
};

#define CDAI_TYPE_NVME_CNTRL 6

struct ccb_dev_advinfo {
  struct ccb_hdr ccb_h;
  uint32_t flags;
  uint32_t buftype;
  off_t bufsiz;
  off_t provsiz;
  uint8_t* buf;
};

struct scsi_sense_data {
  uint8_t error_code;
  uint8_t sense_buf[251];
};

typedef union {
  uint8_t* cdb_ptr;
  uint8_t cdb_bytes[CAM_MAX_CDBLEN];
} cdb_t;

struct ccb_scsiio {
  struct ccb_hdr ccb_h;
  union ccb* next_ccb;
  uint8_t* req_map;
  uint8_t* data_ptr;
  uint32_t dxfer_len;
  struct scsi_sense_data sense_data;
  uint8_t sense_len;
  uint8_t cdb_len;
  uint16_t sglist_cnt;
  uint8_t scsi_status;
  uint8_t sense_resid;
  uint32_t resid;
  cdb_t cdb_io;
  uint8_t* msg_ptr;
  uint16_t msg_len;
  uint8_t tag_action;
  u_int tag_id;
  u_int init_id;
};

struct ccb_ataio {
  struct ccb_hdr ccb_h;
  union ccb* next_ccb;
  struct ata_cmd cmd;
  struct ata_res res;
  uint8_t* data_ptr;
  uint32_t dxfer_len;
  uint32_t resid;
  uint8_t ata_flags;
  uint32_t aux;
  uint32_t unused;
};

union ccb {
  struct ccb_hdr ccb_h;
  struct ccb_scsiio csio;
  struct ccb_getdev cgd;
  struct ccb_pathinq cpi;
  struct ccb_relsim crs;
  struct ccb_ataio ataio;
  struct ccb_dev_advinfo cdai;
};
