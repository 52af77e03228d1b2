// Coverage is proved: what the workers counted, what the map holds and what was found must agree, or
// surfscan says that it is wrong.

import {
  CLASS_NAMES,
  type ClassName,
  ERROR_CODES,
  type ErrorCode,
  UNREAD_BYTE,
} from '../vocabulary/classes.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { BadValue } from '../vocabulary/defects.ts';
import { defect } from '../vocabulary/errors.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { ScanContext } from './context.ts';
import { classTally, errorTally, tallyOf } from './previous-runs.ts';

export type BlockCounts = Record<ClassName | ErrorCode | 'unread', number>;

/** Each block once, by its first reading. */
export function blockCounts({ control, corrections, grid, previous }: ScanContext): BlockCounts {
  const counts: Partial<BlockCounts> = {};
  let read = 0;
  for (const [index, name] of CLASS_NAMES.entries()) {
    const counted = control.workers.reduce((sum, worker) => sum + worker.classCount(index), 0);
    counts[name] = counted + classTally(previous.tally, index);
    read += counts[name];
  }
  for (const code of ERROR_CODES) {
    const counted = control.workers.reduce((sum, worker) => sum + worker.errorCount(code), 0);
    counts[code] = counted + corrections[code] + errorTally(previous.tally, code);
    read += counts[code];
  }
  counts.unread = grid.blocks - read;
  return counts as BlockCounts;
}

/** What a map says of its blocks; those in flight when a disk left are counted besides. */
export function blockCountsOf(tally: Float64Array, goneBlocks: number): BlockCounts {
  const counts: Partial<BlockCounts> = {};
  for (const [index, name] of CLASS_NAMES.entries()) counts[name] = classTally(tally, index);
  for (const code of ERROR_CODES) counts[code] = errorTally(tally, code);
  counts.GONE = goneBlocks;
  counts.unread = tally[UNREAD_BYTE]! - goneBlocks;
  return counts as BlockCounts;
}

/** What the workers counted must be what the map holds: throws ERR_DEFECT. */
export function assertMapAgrees({ map }: ScanContext, blocks: BlockCounts): void {
  const inMap = blockCountsOf(tallyOf(map), blocks.GONE);
  for (const name of [...CLASS_NAMES, ...ERROR_CODES, 'unread'] as const) {
    if (blocks[name] === inMap[name]) continue;
    throw defect(
      `coverage: the workers counted ${blocks[name]} blocks of ${name}, the map holds ${inMap[name]}`,
    );
  }
}

/** good + bad + unread = total, each sector in one of them: throws ERR_DEFECT. `bad`: sorted, disjoint. */
export function prove(
  { map, grid }: { readonly map: Uint8Array; readonly grid: Grid },
  bad: readonly Readonly<Extent<BadValue>>[],
): Coverage {
  const total = grid.toLba - grid.fromLba;
  const unreadBlocks = tallyOf(map)[UNREAD_BYTE]!;
  let unread = unreadBlocks * grid.blockSectors;
  // The first and the last block may be short; in a map of one block they are the same.
  for (const block of new Set([0, grid.blocks - 1])) {
    if (map[block] === UNREAD_BYTE) unread += grid.sectorsOf(block) - grid.blockSectors;
  }
  let badSectors = 0;
  let reachedLba = grid.fromLba;
  for (const { from, to } of bad) {
    if (from < reachedLba || to <= from || to > grid.toLba) {
      throw defect(`coverage: the bad sectors ${from} to ${to - 1} are out of order or range`);
    }
    assertRead(map, grid.blockOf(from), from);
    assertRead(map, grid.blockOf(to - 1), to - 1);
    badSectors += to - from;
    reachedLba = to;
  }
  const good = total - badSectors - unread;
  if (good < 0)
    throw defect(`coverage: ${badSectors} bad and ${unread} unread of ${total} sectors`);
  return { total, good, bad: badSectors, unread };
}

function assertRead(map: Uint8Array, block: number, lba: number): void {
  if (map[block] !== UNREAD_BYTE) return;
  throw defect(`coverage: sector ${lba} is called bad, and its block ${block} was never read`);
}
