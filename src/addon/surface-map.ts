// Memory for the surface map: one byte for each block of the grid.

import { totalmem } from 'node:os';
import { usageError } from '../vocabulary/errors.ts';
import { Grid } from '../vocabulary/grid.ts';
import { firstThat } from '../vocabulary/ranges.ts';

const MOST_BLOCKS = 2 ** 32 - 1;
/** A map may take this share of the machine's memory. */
const MEMORY_SHARE = 1 / 4;

/**
 * Memory for a grid's bytes, all unread. Throws ERR_USAGE with the smallest block size that fits
 * where there would be more than 2^32 − 1 of them, or more than a quarter of the memory.
 */
export function allocateMap(grid: Grid, memoryBytes = totalmem()): SharedArrayBuffer {
  const most = Math.min(MOST_BLOCKS, Math.floor(memoryBytes * MEMORY_SHARE));
  if (grid.blocks <= most) return new SharedArrayBuffer(grid.blocks);
  const fitting = smallestBlock(grid, most);
  throw usageError(
    `the scan would have ${grid.blocks} blocks, and ${most} is the most here ` +
      `(2^32 - 1 blocks, a quarter of the memory): use --block ${fitting} or more, or a shorter range`,
  );
}

function smallestBlock(grid: Grid, most: number): number {
  const { fromLba, toLba, blockSectors } = grid;
  const fits = (sectors: number) => new Grid(fromLba, toLba, sectors).blocks <= most;
  return firstThat(blockSectors, toLba, fits);
}
