#include "core/surface.h"

namespace surfscan {

void tally_map(const uint8_t* map, uint64_t blocks, uint64_t* counts) {
  // Four tables: equal neighbours would else wait for each other's counter.
  constexpr uint64_t kTables = 4;
  uint64_t tables[kTables][256] = {};
  for (uint64_t i = 0; i < blocks; i++) tables[i % kTables][map[i]]++;
  for (uint64_t t = 0; t < kTables; t++) {
    for (uint32_t value = 0; value < 256; value++) counts[value] += tables[t][value];
  }
}

}  // namespace surfscan
