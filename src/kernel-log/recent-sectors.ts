// The sectors that the block layer named last, to read the buffer cache's block numbers by.

import { BUFFER_UNITS } from './units.ts';

/** The buffer's line follows the block layer's at once; a few others may stand between. */
export const SECTOR_WINDOW_LINES = 8;
const SECTORS_LIMIT = 16;

interface Seen {
  readonly device: string;
  readonly sector: number;
  readonly line: number;
}

export class RecentSectors {
  readonly #seen: Seen[] = [];

  saw(device: string, sector: number, line: number): void {
    this.#seen.push({ device, sector, line });
    if (this.#seen.length > SECTORS_LIMIT) this.#seen.shift();
  }

  /** 512-byte units in a block, if `block` begins at one of the sectors for one size only. */
  unitsPerBlock(device: string, block: number, line: number): number | null {
    const near = this.#seen.filter(
      (seen) => seen.device === device && line - seen.line <= SECTOR_WINDOW_LINES,
    );
    const sizes = BUFFER_UNITS.filter((units) =>
      near.some(({ sector }) => sector === block * units),
    );
    return sizes.length === 1 ? sizes[0]! : null;
  }
}
