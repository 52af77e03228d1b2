#include "drive/drive_command.h"

#include <cstddef>

namespace surfscan {
namespace {

constexpr uint8_t kInquiry = 0x12;
constexpr uint8_t kRead10 = 0x28;
constexpr uint8_t kAtaPassThrough16 = 0x85;
constexpr uint8_t kRead16 = 0x88;
constexpr uint8_t kAtaReadDmaExt = 0x25;
constexpr uint8_t kNvmeRead = 0x02;

struct Listed {
  DriveOrder order;
  uint8_t opcode;
  uint8_t ata_command;  // of ATA PASS-THROUGH
  uint32_t most_sectors;
  uint64_t end_lba;
};

constexpr uint8_t kLbaMode = 0x40;  // of DEVICE: ACS-4 7.22.2

constexpr uint64_t k32Bits = uint64_t{1} << 32;
constexpr uint64_t k48Bits = uint64_t{1} << 48;

constexpr Listed kList[] = {
    {DriveOrder::read10, kRead10, 0, 0xffff, k32Bits},
    {DriveOrder::read16, kRead16, 0, UINT32_MAX, UINT64_MAX},
    {DriveOrder::read_dma_ext, kAtaPassThrough16, kAtaReadDmaExt, 0xffff, k48Bits},
    {DriveOrder::unit_serial, kInquiry, 0, 0, 0},
    {DriveOrder::nvme_read, kNvmeRead, 0, 0x10000, UINT64_MAX},
};

// By the standards' tables of operation codes: what stands here neither writes nor changes a drive.
constexpr bool only_reads(const Listed& listed) {
  if (listed.order == DriveOrder::nvme_read) return listed.opcode == 0x02;
  const bool is_ata = listed.opcode == 0x85;
  if (is_ata != (listed.ata_command != 0)) return false;
  return is_ata ? listed.ata_command == 0x25
                : listed.opcode == 0x12 || listed.opcode == 0x28 || listed.opcode == 0x88;
}

constexpr bool is_closed() {
  for (size_t i = 0; i < sizeof kList / sizeof *kList; i++) {
    if (kList[i].order != static_cast<DriveOrder>(i) || !only_reads(kList[i])) return false;
  }
  return sizeof kList / sizeof *kList == static_cast<size_t>(DriveOrder::nvme_read) + 1;
}
static_assert(is_closed(), "every order has its line, in order, and reads");

constexpr const Listed& listed(DriveOrder order) { return kList[static_cast<size_t>(order)]; }

void put_big(uint8_t* to, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--, value >>= 8) to[i] = static_cast<uint8_t>(value);
}

uint8_t byte_of(uint64_t value, int index) { return static_cast<uint8_t>(value >> (8 * index)); }

// SAT-4 table 155. PROTOCOL 6 is DMA, EXTEND; T_DIR from the device, BYT_BLOK, T_LENGTH in COUNT; without
// CK_COND, which would make each success a CHECK CONDITION. Errors bring the registers all the same.
void put_read_dma_ext(uint8_t* bytes, const DriveRange& range) {
  bytes[1] = 6 << 1 | 1;
  bytes[2] = 0x0e;
  bytes[5] = byte_of(range.sectors, 1);
  bytes[6] = byte_of(range.sectors, 0);
  for (int i = 0; i < 3; i++) {
    bytes[7 + 2 * i] = byte_of(range.lba, i + 3);
    bytes[8 + 2 * i] = byte_of(range.lba, i);
  }
  bytes[13] = kLbaMode;
  bytes[14] = listed(DriveOrder::read_dma_ext).ata_command;
}

}  // namespace

uint32_t most_sectors(DriveOrder order) { return listed(order).most_sectors; }
uint64_t end_lba(DriveOrder order) { return listed(order).end_lba; }

Cdb build_cdb(DriveOrder order, const DriveRange& range, uint32_t sector_bytes) {
  Cdb cdb;
  uint8_t* bytes = cdb.bytes.data();
  bytes[0] = listed(order).opcode;
  cdb.length = order == DriveOrder::unit_serial ? 6 : order == DriveOrder::read10 ? 10 : 16;
  cdb.data_bytes = range.sectors * sector_bytes;
  switch (order) {
    case DriveOrder::read10:
      put_big(bytes + 2, range.lba, 4);
      put_big(bytes + 7, range.sectors, 2);
      break;
    case DriveOrder::read16:
      put_big(bytes + 2, range.lba, 8);
      put_big(bytes + 10, range.sectors, 4);
      break;
    case DriveOrder::read_dma_ext:
      put_read_dma_ext(bytes, range);
      break;
    case DriveOrder::unit_serial:
      bytes[1] = 1;     // EVPD
      bytes[2] = 0x80;  // unit serial number
      bytes[4] = kMaxSerialBytes;
      cdb.data_bytes = kMaxSerialBytes;
      break;
    case DriveOrder::nvme_read:
      return {};
  }
  return cdb;
}

AtaTask build_ata(DriveOrder order, const DriveRange& range, uint32_t sector_bytes) {
  return {listed(order).ata_command, kLbaMode, range, range.sectors * sector_bytes};
}

NvmeWords build_nvme_read(const DriveRange& range) {
  NvmeWords words;
  words.opcode = listed(DriveOrder::nvme_read).opcode;
  words.cdw10 = static_cast<uint32_t>(range.lba);
  words.cdw11 = static_cast<uint32_t>(range.lba >> 32);
  words.cdw12 = range.sectors - 1;  // NLB, 0's based; no FUA, no limited retry: as everybody reads
  return words;
}

}  // namespace surfscan
