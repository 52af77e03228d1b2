// Coverage is proved: what the workers counted, what the map holds and what was found must agree, or
// surfscan says that it is wrong.

import {
  CLASS_NAMES,
  CLASSES,
  type ClassName,
  ERROR_CODES,
  ERRORS,
  type ErrorCode,
  FIRST_ERROR_BYTE,
  UNREAD_BYTE,
} from '../classes.ts';
import { defect } from '../errors.ts';
import type { Extent } from '../extents.ts';
import { native } from '../native.ts';
import type { ScanContext } from './context.ts';
import type { BadValue } from './findings.ts';

export type BlockCounts = Record<ClassName | ErrorCode | 'unread', number>;

/** Sectors by final state. */
export interface Coverage {
  readonly total: number;
  readonly good: number;
  readonly bad: number;
  readonly unread: number;
}

/** Each block once, by its first reading. */
export function blockCounts({ crew, corrections, grid }: ScanContext): BlockCounts {
  const counts: Partial<BlockCounts> = {};
  let read = 0;
  for (const [index, name] of CLASS_NAMES.entries()) {
    counts[name] = crew.workers.reduce((sum, worker) => sum + worker.classCount(index), 0);
    read += counts[name];
  }
  for (const code of ERROR_CODES) {
    const counted = crew.workers.reduce((sum, worker) => sum + worker.errorCount(code), 0);
    counts[code] = counted + corrections[code];
    read += counts[code];
  }
  counts.unread = grid.blocks - read;
  return counts as BlockCounts;
}

/** What the workers counted must be what the map holds. */
export function assertMapAgrees({ map, crew }: ScanContext, blocks: BlockCounts): void {
  if (crew.abandoned) return; // a worker left behind may still put its block down
  const tally = native.tally(map, 0, map.length);
  const sum = (first: number, end: number) => tally.slice(first, end).reduce((a, b) => a + b, 0);
  const expect = (name: string, counted: number, inMap: number) => {
    if (counted === inMap) return;
    throw defect(
      `coverage: the workers counted ${counted} blocks of ${name}, the map holds ${inMap}`,
    );
  };
  for (const [index, { name, firstStep }] of CLASSES.entries()) {
    expect(name, blocks[name], sum(firstStep, CLASSES[index + 1]?.firstStep ?? FIRST_ERROR_BYTE));
  }
  for (const { code, byte } of ERRORS) if (byte !== null) expect(code, blocks[code], tally[byte]!);
  expect('unread', blocks.unread + blocks.GONE, tally[UNREAD_BYTE]!);
}

/** good + bad + unread = total, each sector in one of them. */
export function prove(
  { map, grid }: ScanContext,
  bad: readonly Readonly<Extent<BadValue>>[],
): Coverage {
  const total = grid.toLba - grid.fromLba;
  const unreadBlocks = native.tally(map, 0, map.length)[UNREAD_BYTE]!;
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
