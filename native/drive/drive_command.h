// The closed list of what a drive is ever sent past the kernel's block layer. All of it reads, and nothing
// has a data-out phase.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace surfscan {

// An order is one of these, and there is no other way to say one.
enum class DriveOrder : uint8_t {
  // The drive reads sectors, and sends what they hold.
  read10,        // SBC-4 5.15: for bridges that know no longer ones, below LBA 2^32
  read16,        // SBC-4 5.17
  read_dma_ext,  // ACS-4 7.22, by ATA PASS-THROUGH (16), SAT-4 12.2.3
  nvme_read,     // NVM Command Set 3.2.4
  // It reads them, and sends nothing.
  verify10,         // SBC-4 5.39, with BYTCHK 0: what verifies against data of the host's is none of these
  verify16,         // SBC-4 5.41, the same
  read_verify_ext,  // ACS-4 7.34 READ VERIFY SECTOR(S) EXT, by ATA PASS-THROUGH (16)
  nvme_verify,      // NVM Command Set 3.2.7
  // It says who it is, and what it can.
  read_native_max_ext,  // ATA8-ACS, Host Protected Area: the last LBA that it has, by ATA PASS-THROUGH (16)
  unit_serial,    // INQUIRY for the vital product data page 80h, SPC-5 6.6
  nvme_identify,  // NVM Express Base 5.17: what the controller supports
};

constexpr uint32_t kMaxSerialBytes = 252;
constexpr uint32_t kIdentifyBytes = 4096;

// What a SCSI device is sent: a CDB, and how much it is to bring.
struct Cdb {
  std::array<uint8_t, 16> bytes{};
  uint8_t length = 0;
  uint32_t data_bytes = 0;
};

// What is read: LBAs and sectors of the drive.
struct DriveRange {
  uint64_t lba = 0;
  uint32_t sectors = 0;
};

// Of orders for sectors: as reports name them.
const char* name_of(DriveOrder order);
std::optional<DriveOrder> order_of(const std::string& name);

bool is_nvme(DriveOrder order);
bool is_pass_through(DriveOrder order);  // ATA PASS-THROUGH
bool brings_sectors(DriveOrder order);

// So many sectors one command can ask for, and the LBA behind the last that it can name.
uint32_t most_sectors(DriveOrder order);
uint64_t end_lba(DriveOrder order);

// Not for NVMe. `range` fits the order; what is not of sectors has none.
Cdb build_cdb(DriveOrder order, const DriveRange& range, uint32_t sector_bytes);

// The registers of an ATA command, where they are given as such.
struct AtaTask {
  uint8_t command = 0;
  uint8_t device = 0;
  DriveRange range;
  uint32_t data_bytes = 0;
};

// For read_dma_ext and read_verify_ext.
AtaTask build_ata(DriveOrder order, const DriveRange& range, uint32_t sector_bytes);

// The words of an NVMe command, without its memory.
struct NvmeWords {
  uint8_t opcode = 0;
  uint32_t cdw10 = 0;
  uint32_t cdw11 = 0;
  uint32_t cdw12 = 0;
};

// nvme_read or nvme_verify.
NvmeWords build_nvme(DriveOrder order, const DriveRange& range);

// What an Identify is of, Base figure 274: the controller, or the limits of its NVM commands.
enum class NvmeIdentity : uint8_t { controller = 0x01, nvm_commands = 0x06 };
NvmeWords build_nvme_identify(NvmeIdentity identity);

}  // namespace surfscan
