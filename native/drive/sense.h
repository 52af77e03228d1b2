// Sense data, SPC-5 4.4, as drives, bridges and libata really write them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace surfscan {

struct AtaRegisters {
  bool there = false;
  uint8_t status = 0;
  uint8_t error = 0;
  bool has_lba = false;
  uint64_t lba = 0;
};

struct Sense {
  bool there = false;     // a response code that is known
  bool deferred = false;  // of an earlier command
  uint8_t key = 0;
  uint8_t asc = 0;
  uint8_t ascq = 0;
  bool has_information = false;
  uint64_t information = 0;
  AtaRegisters registers;
};

// `pass_through`: of an ATA PASS-THROUGH command, whose registers fixed sense has where others have the
// INFORMATION.
Sense parse_sense(const uint8_t* bytes, size_t count, bool pass_through);

}  // namespace surfscan
