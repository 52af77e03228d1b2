// What a scripted drive answers to an order.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace surfscan::test {

struct SgAnswer {
  uint8_t status = 0;
  uint16_t host = 0;
  int residual = 0;
  std::vector<uint8_t> sense = {};
  uint64_t after_ns = 1'000'000;
};

inline SgAnswer check_condition(std::vector<uint8_t> sense) { return {2, 0, 0, std::move(sense)}; }

// Fixed format, SPC-5 4.4.3; `lba`: INFORMATION, where it is not negative.
inline SgAnswer with_sense(uint8_t key, uint8_t asc, uint8_t ascq, int64_t lba = -1,
                           uint8_t code = 0x70) {
  std::vector<uint8_t> sense(18);
  sense[0] = static_cast<uint8_t>(code | (lba >= 0 ? 0x80 : 0));
  sense[2] = key;
  for (int i = 0; lba >= 0 && i < 4; i++) sense[3 + i] = static_cast<uint8_t>(lba >> (24 - 8 * i));
  sense[7] = 10;
  sense[12] = asc;
  sense[13] = ascq;
  return check_condition(sense);
}

}  // namespace surfscan::test
