#include "posix/disk_facts.h"

#include <utility>

namespace surfscan {
namespace {

bool is_power_of_two(uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

bool is_logical_sector(uint64_t bytes) {
  return is_power_of_two(bytes) && bytes >= kMinSectorBytes && bytes <= kMaxSectorBytes;
}

bool is_physical_sector(uint64_t bytes, uint64_t logical_bytes) {
  return is_power_of_two(bytes) && bytes >= logical_bytes && bytes <= UINT32_MAX;
}

}  // namespace

bool open_failed(OpenError& error, const char* code, int error_number, const char* syscall,
                 std::string detail) {
  error.code = code;
  error.error_number = error_number;
  error.syscall = syscall;
  error.detail = std::move(detail);
  return false;
}

bool geometry_of_facts(const DiskFacts& facts, Geometry& geometry, OpenError& error) {
  if (!is_logical_sector(facts.logical_bytes)) {
    return open_failed(error, "ERR_OPEN", 0, nullptr,
                       "expected sectors of 512 to 65536 bytes, a power of two, got " +
                           std::to_string(facts.logical_bytes) +
                           ": such a disk is formatted anew (sg_format) before it is of use here");
  }
  // off_t counts bytes and is signed: beyond this no pread(2) reaches.
  if (facts.bytes > static_cast<uint64_t>(INT64_MAX)) {
    return open_failed(error, "ERR_OPEN", 0, nullptr,
                       "expected a size below 2^63 bytes, got " + std::to_string(facts.bytes));
  }
  const uint64_t logical = facts.logical_bytes;
  const uint64_t physical =
      is_physical_sector(facts.physical_bytes, logical) ? facts.physical_bytes : logical;
  const uint64_t first_byte = facts.first_aligned_byte % physical;
  geometry.sectors = facts.bytes / logical;
  geometry.rest_bytes = facts.bytes % logical;
  geometry.logical_bytes = static_cast<uint32_t>(logical);
  geometry.physical_bytes = static_cast<uint32_t>(physical);
  // A physical sector that begins within a logical one has no LBA: such a disk counts as aligned.
  const bool has_lba = first_byte % logical == 0;
  geometry.physical_first_lba = has_lba ? static_cast<uint32_t>(first_byte / logical) : 0;
  return true;
}

}  // namespace surfscan
