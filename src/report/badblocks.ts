// The bad sectors as the list that `mke2fs -l`, `e2fsck -l` and `badblocks -i` take: the numbers of
// the file system's blocks that hold any.

import type { KnownPartition } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { sectorStates } from './sector-states.ts';
import type { StoredScan } from './stored-scan.ts';

export interface BadblocksOptions {
  /** Bytes, as the file system has it: a power of two. */
  readonly blockSize: number;
  /** Its index; undefined: the whole target. */
  readonly partition?: number | undefined;
}

export const SMALLEST_BLOCK_BYTES = 512;
export const LARGEST_BLOCK_BYTES = 65_536;
/** mke2fs, e2fsck and badblocks keep bad blocks in 32 bits (badblocks_list in ext2fs.h). */
const MOST_BLOCK = 2 ** 32 - 1;

/**
 * Decimal, rising, each once; counted from the first byte of the partition or target, the rest behind
 * its last whole block as one more. Sectors of failed blocks that were not narrowed are bad. Throws
 * ERR_USAGE for a block size that does not fit the sectors, a partition that was not known, and
 * numbers that the list's readers do not take.
 */
export function badblockLines(scan: StoredScan, options: BadblocksOptions): Iterable<string> {
  const { logicalBytes } = scan.result.device;
  assertBlockSize(options.blockSize, logicalBytes);
  const part = partOf(scan, options.partition);
  const ranges = blockRanges(scan, part, options.blockSize);
  const last = ranges.at(-1)?.last ?? 0;
  if (last <= MOST_BLOCK) return numbers(ranges);
  throw usageError(
    `--block-size ${options.blockSize}: the bad block ${last} is more than the 32 bits ` +
      'that mke2fs and badblocks have for it: expected a larger block',
  );
}

/** Sectors of the partition or target that were not read: the list knows nothing of them. */
export function unreadSectors(scan: StoredScan, partition?: number): number {
  const part = partOf(scan, partition);
  let sectors = 0;
  for (const { from, to, state } of sectorStates(scan)) {
    if (state !== 'unread') continue;
    sectors += Math.max(0, Math.min(to, part.to) - Math.max(from, part.from));
  }
  return sectors;
}

function assertBlockSize(blockSize: number, logicalBytes: number): void {
  const right =
    Number.isInteger(Math.log2(blockSize)) &&
    blockSize >= SMALLEST_BLOCK_BYTES &&
    blockSize <= LARGEST_BLOCK_BYTES;
  if (!right) {
    throw usageError(
      `--block-size ${blockSize}: expected a power of two from ${SMALLEST_BLOCK_BYTES} to ` +
        `${LARGEST_BLOCK_BYTES}`,
    );
  }
  if (blockSize % logicalBytes === 0 || logicalBytes % blockSize === 0) return;
  throw usageError(
    `--block-size ${blockSize}: does not fit the target's sectors of ${logicalBytes} bytes`,
  );
}

function partOf({ result, partitions }: StoredScan, index: number | undefined): LbaRange {
  if (index === undefined) return { from: 0, to: result.device.sectors };
  const [found, ...others] = partitions.filter((partition) => partition.index === index);
  if (found === undefined) {
    throw usageError(
      `--partition ${index}: partitions known when it was scanned: ${known(partitions)}`,
    );
  }
  // A slice and what is within it may have one number.
  if (others.length > 0) {
    const where = [found, ...others]
      .map(({ firstLba, lastLba }) => `LBA ${firstLba}-${lastLba}`)
      .join(', ');
    throw usageError(`--partition ${index}: more than one has that number: ${where}`);
  }
  return { from: found.firstLba, to: found.lastLba + 1 };
}

function known(partitions: readonly KnownPartition[]): string {
  if (partitions.length === 0) return 'none';
  const indices = partitions.map(({ index }) => index).sort((a, b) => a - b);
  return [...new Set(indices)].join(', ');
}

/** Both inclusive. They rise, and may touch in a block. */
interface BlockRange {
  readonly first: number;
  readonly last: number;
}

function blockRanges({ result }: StoredScan, part: LbaRange, blockSize: number): BlockRange[] {
  const { bad, device } = result;
  // One of them is 1: whole numbers, so that every LBA below 2^53 comes out exact.
  const sectorsABlock = Math.max(1, blockSize / device.logicalBytes);
  const blocksASector = Math.max(1, device.logicalBytes / blockSize);
  return bad
    .filter(({ from, to }) => from < part.to && to > part.from)
    .map(({ from, to }) => {
      const firstSector = Math.max(from, part.from) - part.from;
      const lastSector = Math.min(to, part.to) - part.from - 1;
      return {
        first: Math.floor(firstSector / sectorsABlock) * blocksASector,
        last: (Math.floor(lastSector / sectorsABlock) + 1) * blocksASector - 1,
      };
    });
}

function* numbers(ranges: readonly BlockRange[]): Generator<string> {
  let next = 0;
  for (const { first, last } of ranges) {
    for (next = Math.max(next, first); next <= last; next++) yield String(next);
  }
}
