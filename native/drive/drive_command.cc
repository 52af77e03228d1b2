#include "drive/drive_command.h"

#include <cstddef>

namespace surfscan {
namespace {

constexpr uint8_t kInquiry = 0x12;
constexpr uint8_t kRead10 = 0x28;
constexpr uint8_t kVerify10 = 0x2f;
constexpr uint8_t kAtaPassThrough16 = 0x85;
constexpr uint8_t kRead16 = 0x88;
constexpr uint8_t kVerify16 = 0x8f;
constexpr uint8_t kAtaReadDmaExt = 0x25;
constexpr uint8_t kAtaReadVerifyExt = 0x42;
constexpr uint8_t kAtaReadNativeMaxExt = 0x27;
constexpr uint8_t kNvmeRead = 0x02;
constexpr uint8_t kNvmeVerify = 0x0c;
constexpr uint8_t kNvmeAdminIdentify = 0x06;

enum class Family : uint8_t { scsi, ata, nvme, nvme_admin };
enum class Brings : uint8_t { nothing, sectors, a_page };

struct Listed {
  DriveOrder order;
  const char* name;  // null: it is not of sectors
  Family family;
  Brings brings;
  uint8_t opcode;
  uint8_t ata_command;  // of ATA PASS-THROUGH
  uint32_t most_sectors;
  uint64_t end_lba;
};

constexpr uint8_t kLbaMode = 0x40;  // of DEVICE: ACS-4 7.22.2

constexpr uint64_t k32Bits = uint64_t{1} << 32;
constexpr uint64_t k48Bits = uint64_t{1} << 48;
// libata answers a longer verification with the sense of a sector that is not there
// (drivers/ata/libata-scsi.c, ata_scsi_verify_xlat), and ATA calls 65536 sectors 0.
constexpr uint32_t k16Bits = 0xffff;

constexpr Listed kList[] = {
    {DriveOrder::read10, "READ(10)", Family::scsi, Brings::sectors, kRead10, 0, k16Bits, k32Bits},
    {DriveOrder::read16, "READ(16)", Family::scsi, Brings::sectors, kRead16, 0, UINT32_MAX,
     UINT64_MAX},
    {DriveOrder::read_dma_ext, "READ DMA EXT", Family::ata, Brings::sectors, kAtaPassThrough16,
     kAtaReadDmaExt, k16Bits, k48Bits},
    {DriveOrder::nvme_read, "NVMe Read", Family::nvme, Brings::sectors, kNvmeRead, 0, 0x10000,
     UINT64_MAX},
    {DriveOrder::verify10, "VERIFY(10)", Family::scsi, Brings::nothing, kVerify10, 0, k16Bits,
     k32Bits},
    {DriveOrder::verify16, "VERIFY(16)", Family::scsi, Brings::nothing, kVerify16, 0, k16Bits,
     UINT64_MAX},
    {DriveOrder::read_verify_ext, "READ VERIFY EXT", Family::ata, Brings::nothing,
     kAtaPassThrough16, kAtaReadVerifyExt, k16Bits, k48Bits},
    {DriveOrder::nvme_verify, "NVMe Verify", Family::nvme, Brings::nothing, kNvmeVerify, 0, 0x10000,
     UINT64_MAX},
    {DriveOrder::read_native_max_ext, nullptr, Family::ata, Brings::nothing, kAtaPassThrough16,
     kAtaReadNativeMaxExt, 0, 0},
    {DriveOrder::unit_serial, nullptr, Family::scsi, Brings::a_page, kInquiry, 0, 0, 0},
    {DriveOrder::nvme_identify, nullptr, Family::nvme_admin, Brings::a_page, kNvmeAdminIdentify, 0,
     0, 0},
};
constexpr size_t kListed = sizeof kList / sizeof *kList;

// By the standards' tables of operation codes: what stands here neither writes nor changes a drive. What
// brings nothing sends nothing either: the builders know no data-out.
constexpr bool only_reads(const Listed& listed) {
  const uint8_t opcode = listed.opcode;
  const uint8_t ata = listed.ata_command;
  if (listed.family != Family::ata && ata != 0) return false;
  switch (listed.family) {
    case Family::scsi:
      return opcode == 0x12 || opcode == 0x28 || opcode == 0x2f || opcode == 0x88 || opcode == 0x8f;
    case Family::ata:
      return opcode == 0x85 && (ata == 0x25 || ata == 0x27 || ata == 0x42);
    case Family::nvme:
      return opcode == 0x02 || opcode == 0x0c;
    case Family::nvme_admin:
      return opcode == 0x06;
  }
  return false;
}

constexpr bool is_closed() {
  for (size_t i = 0; i < kListed; i++) {
    if (kList[i].order != static_cast<DriveOrder>(i) || !only_reads(kList[i])) return false;
  }
  return kListed == static_cast<size_t>(DriveOrder::nvme_identify) + 1;
}
static_assert(is_closed(), "every order has its line, in order, and reads");

constexpr const Listed& listed(DriveOrder order) { return kList[static_cast<size_t>(order)]; }

void put_big(uint8_t* to, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--, value >>= 8) to[i] = static_cast<uint8_t>(value);
}

uint8_t byte_of(uint64_t value, int index) { return static_cast<uint8_t>(value >> (8 * index)); }

// SAT-4 table 155. PROTOCOL 6 is DMA, with T_DIR from the device, BYT_BLOK, T_LENGTH in COUNT; 3 is
// non-data; EXTEND. Without CK_COND, which makes each success a CHECK CONDITION: errors bring the registers
// all the same. What answers by its registers has it.
constexpr uint8_t kCheckCondition = 0x20;

void put_ata(uint8_t* bytes, const Listed& order, const DriveRange& range) {
  const bool data = order.brings == Brings::sectors;
  bytes[1] = static_cast<uint8_t>((data ? 6 : 3) << 1 | 1);
  bytes[2] = data ? 0x0e : 0;
  bytes[5] = byte_of(range.sectors, 1);
  bytes[6] = byte_of(range.sectors, 0);
  for (int i = 0; i < 3; i++) {
    bytes[7 + 2 * i] = byte_of(range.lba, i + 3);
    bytes[8 + 2 * i] = byte_of(range.lba, i);
  }
  bytes[13] = kLbaMode;
  bytes[14] = order.ata_command;
}

}  // namespace

const char* name_of(DriveOrder order) { return listed(order).name; }

std::optional<DriveOrder> order_of(const std::string& name) {
  for (const Listed& each : kList) {
    if (each.name != nullptr && name == each.name) return each.order;
  }
  return {};
}

bool is_nvme(DriveOrder order) { return listed(order).family == Family::nvme; }
bool is_pass_through(DriveOrder order) { return listed(order).family == Family::ata; }
bool brings_sectors(DriveOrder order) { return listed(order).brings == Brings::sectors; }
uint32_t most_sectors(DriveOrder order) { return listed(order).most_sectors; }
uint64_t end_lba(DriveOrder order) { return listed(order).end_lba; }

Cdb build_cdb(DriveOrder order, const DriveRange& range, uint32_t sector_bytes) {
  Cdb cdb;
  uint8_t* bytes = cdb.bytes.data();
  bytes[0] = listed(order).opcode;
  cdb.length = 16;
  cdb.data_bytes = brings_sectors(order) ? range.sectors * sector_bytes : 0;
  switch (order) {
    case DriveOrder::read10:
    case DriveOrder::verify10:
      cdb.length = 10;
      put_big(bytes + 2, range.lba, 4);
      put_big(bytes + 7, range.sectors, 2);
      break;
    case DriveOrder::read16:
    case DriveOrder::verify16:
      put_big(bytes + 2, range.lba, 8);
      put_big(bytes + 10, range.sectors, 4);
      break;
    case DriveOrder::read_dma_ext:
    case DriveOrder::read_verify_ext:
      put_ata(bytes, listed(order), range);
      break;
    case DriveOrder::read_native_max_ext:
      put_ata(bytes, listed(order), {});
      bytes[2] = kCheckCondition;
      break;
    case DriveOrder::unit_serial:
      cdb.length = 6;
      bytes[1] = 1;     // EVPD
      bytes[2] = 0x80;  // unit serial number
      bytes[4] = kMaxSerialBytes;
      cdb.data_bytes = kMaxSerialBytes;
      break;
    case DriveOrder::nvme_read:
    case DriveOrder::nvme_verify:
    case DriveOrder::nvme_identify:
      return {};
  }
  return cdb;
}

AtaTask build_ata(DriveOrder order, const DriveRange& range, uint32_t sector_bytes) {
  const uint32_t bytes = brings_sectors(order) ? range.sectors * sector_bytes : 0;
  return {listed(order).ata_command, kLbaMode, range, bytes};
}

NvmeWords build_nvme(DriveOrder order, const DriveRange& range) {
  NvmeWords words;
  words.opcode = listed(order).opcode;
  words.cdw10 = static_cast<uint32_t>(range.lba);
  words.cdw11 = static_cast<uint32_t>(range.lba >> 32);
  words.cdw12 = range.sectors - 1;  // NLB, 0's based; no FUA, no limited retry: as everybody reads
  return words;
}

NvmeWords build_nvme_identify(NvmeIdentity identity) {
  NvmeWords words;
  words.opcode = listed(DriveOrder::nvme_identify).opcode;
  words.cdw10 = static_cast<uint8_t>(identity);
  return words;
}

}  // namespace surfscan
