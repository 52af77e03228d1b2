// An NVMe command as the driver takes it: include/uapi/linux/nvme_ioctl.h, struct nvme_uring_cmd, which the
// ioctl's struct nvme_passthru_cmd is but for its last word.
#pragma once

#include <linux/ioctl.h>

#include <cstdint>

#include "drive/drive_command.h"

namespace surfscan {

struct NvmeCommand {
  uint8_t opcode;
  uint8_t flags;
  uint16_t reserved;
  uint32_t nsid;
  uint32_t cdw2;
  uint32_t cdw3;
  uint64_t metadata;
  uint64_t addr;
  uint32_t metadata_len;
  uint32_t data_len;
  uint32_t cdw10;
  uint32_t cdw11;
  uint32_t cdw12;
  uint32_t cdw13;
  uint32_t cdw14;
  uint32_t cdw15;
  uint32_t timeout_ms;
  uint32_t result;
};
static_assert(sizeof(NvmeCommand) == 72);

constexpr unsigned long kNvmeIoctlId = _IO('N', 0x40);
constexpr unsigned long kNvmeIoctlAdmin = _IOWR('N', 0x41, NvmeCommand);
constexpr unsigned long kNvmeIoctlIo = _IOWR('N', 0x43, NvmeCommand);
constexpr uint32_t kNvmeUringIo = _IOWR('N', 0x80, NvmeCommand);

struct NvmeNamespace {
  uint32_t id = 0;
  uint32_t sector_bytes = 0;
  uint32_t timeout_ms = 0;
};

inline NvmeCommand nvme_command(const NvmeNamespace& space, DriveOrder order,
                                const DriveRange& range, char* buffer) {
  const NvmeWords words = build_nvme(order, range);
  NvmeCommand command{};
  command.opcode = words.opcode;
  command.nsid = space.id;
  if (brings_sectors(order)) {
    command.addr = reinterpret_cast<uintptr_t>(buffer);
    command.data_len = range.sectors * space.sector_bytes;
  }
  command.cdw10 = words.cdw10;
  command.cdw11 = words.cdw11;
  command.cdw12 = words.cdw12;
  command.timeout_ms = space.timeout_ms;
  return command;
}

}  // namespace surfscan
