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

namespace {

// c · blocks / cells without overflow: both stay below 2^32.
uint64_t first_block(uint64_t cell, uint64_t blocks, uint64_t cells) {
  return cell * blocks / cells;
}

}  // namespace

void fold_cells(const uint8_t* map, uint64_t blocks, uint64_t cells, uint64_t first_cell,
                uint64_t end_cell, uint8_t* worst, uint8_t* state) {
  for (uint64_t cell = first_cell; cell < end_cell; cell++) {
    const uint64_t first = first_block(cell, blocks, cells);
    uint64_t end = first_block(cell + 1, blocks, cells);
    if (end == first) end = first + 1;  // more cells than blocks: several show the same one
    uint8_t highest = 0;
    bool any_unread = false;
    for (uint64_t i = first; i < end; i++) {
      if (map[i] > highest) highest = map[i];
      any_unread |= map[i] == 0;
    }
    worst[cell] = highest;
    state[cell] = highest == 0 ? kCellUnread : any_unread ? kCellPartly : kCellRead;
  }
}

}  // namespace surfscan
