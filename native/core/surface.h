// Whole passes over a surface map, too long for JavaScript: what it holds, and what it looks like.
#pragma once

#include <cstddef>
#include <cstdint>

namespace surfscan {

// Adds how often each byte value occurs in [map, map + blocks) to `counts`, 256 of them.
void tally_map(const uint8_t* map, uint64_t blocks, uint64_t* counts);

// The state of a cell of a picture of the map.
enum CellState : uint8_t { kCellUnread = 0, kCellPartly = 1, kCellRead = 2 };

// Folds the map into cells [first_cell, end_cell) of `cells` in all: cell c stands for the blocks
// [c · blocks / cells, (c + 1) · blocks / cells), at least one of them. Writes each one's worst byte
// and its CellState.
void fold_cells(const uint8_t* map, uint64_t blocks, uint64_t cells, uint64_t first_cell,
                uint64_t end_cell, uint8_t* worst, uint8_t* state);

}  // namespace surfscan
