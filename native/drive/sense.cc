#include "drive/sense.h"

namespace surfscan {
namespace {

constexpr uint8_t kStatusErr = 0x01;
constexpr uint8_t kStatusDeviceFault = 0x20;
constexpr uint8_t kStatusSeekComplete = 0x10;
constexpr uint8_t kStatusReady = 0x40;
constexpr uint8_t kValid = 0x80;

uint64_t big(const uint8_t* bytes, int count) {
  uint64_t value = 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[i];
  return value;
}

// Whether a byte can be the status of a command that ended: a drive that answers is ready.
bool is_status(uint8_t byte) { return (byte & (kStatusReady | kStatusSeekComplete)) != 0; }
bool tells_failure(uint8_t status) { return (status & (kStatusErr | kStatusDeviceFault)) != 0; }

// SAT-4 table 148: what stands in fixed format sense of an ATA PASS-THROUGH command.
bool take_fixed_registers(const uint8_t* bytes, AtaRegisters& registers) {
  constexpr uint8_t kLbaUpperNonzero = 0x20;
  const uint8_t status = bytes[4];
  if (!is_status(status) || !tells_failure(status)) return false;
  registers.there = true;
  registers.error = bytes[3];
  registers.status = status;
  registers.has_lba = (bytes[8] & kLbaUpperNonzero) == 0;
  registers.lba = bytes[9] | uint64_t{bytes[10]} << 8 | uint64_t{bytes[11]} << 16;
  return true;
}

// libata before Linux 6.11 wrote them from byte 8 on, where the LBA is cut off (commit 38dab832: "ata:
// libata-scsi: Fix offsets for the fixed format sense data").
void take_misplaced_registers(const uint8_t* bytes, AtaRegisters& registers) {
  if (big(bytes + 3, 4) != 0 || !is_status(bytes[9]) || !tells_failure(bytes[9])) return;
  registers.there = true;
  registers.error = bytes[8];
  registers.status = bytes[9];
}

Sense parse_fixed(const uint8_t* bytes, size_t count, bool pass_through) {
  constexpr size_t kBytes = 18;
  Sense sense;
  if (count < kBytes) return sense;
  sense.there = true;
  sense.key = bytes[2] & 0x0f;
  sense.asc = bytes[12];
  sense.ascq = bytes[13];
  if (pass_through) {
    if (!take_fixed_registers(bytes, sense.registers)) {
      take_misplaced_registers(bytes, sense.registers);
    }
  } else if ((bytes[0] & kValid) != 0) {
    sense.has_information = true;
    sense.information = big(bytes + 3, 4);
  }
  return sense;
}

// SAT-4 table 150, the ATA status return descriptor: low bytes at odd places, high ones before them.
AtaRegisters registers_of(const uint8_t* descriptor) {
  AtaRegisters registers;
  registers.there = true;
  registers.error = descriptor[3];
  registers.status = descriptor[13];
  registers.has_lba = true;
  registers.lba =
      descriptor[7] | uint64_t{descriptor[9]} << 8 | uint64_t{descriptor[11]} << 16;
  const bool extended = (descriptor[2] & 1) != 0;
  if (extended) {
    registers.lba |= uint64_t{descriptor[6]} << 24 | uint64_t{descriptor[8]} << 32 |
                     uint64_t{descriptor[10]} << 40;
  } else {
    registers.lba |= uint64_t{descriptor[12] & 0x0fu} << 24;
  }
  return registers;
}

void take_descriptor(const uint8_t* descriptor, size_t bytes, Sense& sense) {
  constexpr uint8_t kInformation = 0x00;
  constexpr uint8_t kAtaStatusReturn = 0x09;
  if (descriptor[0] == kInformation && bytes >= 12 && (descriptor[2] & kValid) != 0) {
    sense.has_information = true;
    sense.information = big(descriptor + 4, 8);
  }
  if (descriptor[0] == kAtaStatusReturn && bytes >= 14) sense.registers = registers_of(descriptor);
}

Sense parse_descriptors(const uint8_t* bytes, size_t count) {
  constexpr size_t kHead = 8;
  Sense sense;
  if (count < kHead) return sense;
  sense.there = true;
  sense.key = bytes[1] & 0x0f;
  sense.asc = bytes[2];
  sense.ascq = bytes[3];
  const size_t told = kHead + bytes[7];
  const size_t end = told < count ? told : count;
  for (size_t at = kHead; at + 2 <= end;) {
    const size_t length = size_t{2} + bytes[at + 1];
    if (at + length > end) break;
    take_descriptor(bytes + at, length, sense);
    at += length;
  }
  return sense;
}

}  // namespace

Sense parse_sense(const uint8_t* bytes, size_t count, bool pass_through) {
  if (count == 0) return {};
  const uint8_t code = bytes[0] & 0x7f;
  const bool fixed = code == 0x70 || code == 0x71;
  if (!fixed && code != 0x72 && code != 0x73) return {};
  Sense sense =
      fixed ? parse_fixed(bytes, count, pass_through) : parse_descriptors(bytes, count);
  sense.deferred = (code & 1) != 0;
  return sense;
}

}  // namespace surfscan
