// What surfscan takes of FreeBSD's NVMe pass-through (sys/dev/nvme/nvme.h there), laid out as there.
// nvme_passthrough.cc asserts the offsets.
#pragma once

#include <sys/ioccom.h>

#include <cstdint>

struct nvme_command {
  uint8_t opc;
  uint8_t fuse;
  uint16_t cid;
  uint32_t nsid;
  uint32_t rsvd2;
  uint32_t rsvd3;
  uint64_t mptr;
  uint64_t prp1;
  uint64_t prp2;
  uint32_t cdw10;
  uint32_t cdw11;
  uint32_t cdw12;
  uint32_t cdw13;
  uint32_t cdw14;
  uint32_t cdw15;
};

struct nvme_completion {
  uint32_t cdw0;
  uint32_t rsvd1;
  uint16_t sqhd;
  uint16_t sqid;
  uint16_t cid;
  uint16_t status;
};

struct nvme_pt_command {
  struct nvme_command cmd;
  struct nvme_completion cpl;
  void* buf;
  uint32_t len;
  uint32_t is_read;
  void* driver_lock;
};

struct nvme_get_nsid {
  char cdev[256];
  uint32_t nsid;
};

#define NVME_PASSTHROUGH_CMD _IOWR('n', 0, struct nvme_pt_command)
#define NVME_GET_NSID _IOR('n', 2, struct nvme_get_nsid)
