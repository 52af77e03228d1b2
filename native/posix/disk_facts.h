// What a system or a file says of a disk's size, checked before it is believed.
#pragma once

#include <cstdint>

#include "core/device.h"

namespace surfscan {

constexpr uint64_t kMinSectorBytes = 512;
constexpr uint64_t kMaxSectorBytes = 65536;

struct DiskFacts {
  uint64_t bytes = 0;
  uint64_t logical_bytes = 0;
  uint64_t physical_bytes = 0;      // 0: not known
  uint64_t first_aligned_byte = 0;  // where a physical sector begins: any will do
};

// Fills in the geometry. False with `error` where no disk has such sectors or such a size; a disk
// of no sectors at all is for the caller to judge.
bool geometry_of_facts(const DiskFacts& facts, Geometry& geometry, OpenError& error);

// False, with `error` as said: so that a check can end in `return open_failed(…)`.
bool open_failed(OpenError& error, const char* code, int error_number, const char* syscall,
                 std::string detail = {});

}  // namespace surfscan
