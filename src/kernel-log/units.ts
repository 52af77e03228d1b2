// The sizes that the lines of a log leave open, and what sectors they come to.

/** In 512-byte units: a buffer of the page cache has 512 … 4096 bytes. */
export const BUFFER_UNITS: readonly number[] = [1, 2, 4, 8];

/** A start of unknown length: so many of the units that it is counted in are suspected. */
export const START_LENGTH = 256;

/** In 512-byte units: a disk's logical block has 512 or 4096 bytes. */
const BLOCK_UNITS = [1, 8] as const;

export interface Range {
  readonly from: number;
  readonly length: number;
}

/** A request given in logical blocks, in 512-byte units: for each block size that has it hold `sector`. */
export function rangesHolding({ from, length }: Range, sector: number): Range[] {
  return BLOCK_UNITS.map((units) => ({ from: from * units, length: length * units })).filter(
    (range) => sector >= range.from && sector - range.from < range.length,
  );
}
