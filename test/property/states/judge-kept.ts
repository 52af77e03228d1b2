// What a map tells of a scan at any moment, against the truth and against what it told before.

import type { StoredScan } from '../../../src/index.ts';
import { Complaints } from '../judge.ts';
import { SECTOR, type Truth } from './truth.ts';

const UNREAD = 0;

/** What a map has told, which it may not take back. */
export interface Told {
  /** A byte a block: it was read. */
  readonly read: Uint8Array;
  /** LBAs of bad sectors that were narrowed. */
  readonly bad: ReadonlySet<number>;
}

export interface Kept {
  readonly told: Told;
  readonly complaints: readonly string[];
}

export function judgeKept(truth: Truth, stored: StoredScan, before: Told | null): Kept {
  const complaints = new Complaints();
  const { grid, map, result } = stored;
  const { coverage, blocks } = result;
  const { from, to } = truth.scanned.options;
  complaints.equal('total', coverage.total, to - from + 1);
  complaints.equal('coverage sum', coverage.good + coverage.bad + coverage.unread, coverage.total);
  complaints.equal(
    'blocks sum',
    Object.values(blocks).reduce((a, b) => a + b, 0),
    grid.blocks,
  );
  const unread = (lba: number) => map[grid.blockOf(lba)] === UNREAD;
  const bad = new Map<number, boolean>();
  for (const { from, to, value } of result.bad) {
    for (let lba = from; lba < to; lba++) bad.set(lba, value.exact);
  }
  nothingOfUnread(stored, unread, complaints);
  nothingInvented(truth, stored, bad, complaints);
  for (let lba = from; lba <= to; lba++) {
    if (truth.sectors[lba] !== SECTOR.bad || bad.has(lba) || unread(lba)) continue;
    complaints.that(false, `${lba} is bad, and called good`);
    break;
  }
  const told = {
    read: map.map((byte) => (byte === UNREAD ? 0 : 1)),
    bad: new Set([...bad].filter(([, exact]) => exact).map(([lba]) => lba)),
  };
  if (before !== null) nothingLost(truth, before, told, complaints);
  return { told, complaints: complaints.said };
}

function nothingOfUnread(
  { result }: StoredScan,
  unread: (lba: number) => boolean,
  complaints: Complaints,
): void {
  for (const name of ['bad', 'weak', 'slow'] as const) {
    for (const { from, to } of result[name]) {
      for (let lba = from; lba < to; lba++) {
        if (!unread(lba)) continue;
        complaints.that(false, `${lba} is unread, and called ${name}`);
        return;
      }
    }
  }
}

/** A failed block that is not narrowed is bad as a whole; all else is told by the sector. */
function nothingInvented(
  truth: Truth,
  { result }: StoredScan,
  bad: ReadonlyMap<number, boolean>,
  complaints: Complaints,
): void {
  for (const [lba, exact] of bad) {
    const holds = exact ? truth.sectors[lba]! > SECTOR.good : truth.blockHolds(lba, SECTOR.maybe);
    if (holds) continue;
    complaints.that(false, `${lba} is good, and called bad${exact ? '' : ' with its block'}`);
    break;
  }
  for (const { from, to } of result.weak) {
    for (let lba = from; lba < to; lba++) {
      const known = truth.sectors[lba] !== SECTOR.bad && truth.blockHolds(lba, SECTOR.maybe);
      if (known) continue;
      complaints.that(false, `${lba} is called weak, and nothing of its block is, or it is bad`);
      return;
    }
  }
}

function nothingLost(truth: Truth, before: Told, now: Told, complaints: Complaints): void {
  const block = before.read.findIndex((was, i) => was > now.read[i]!);
  complaints.that(block < 0, `block ${block} was read, and is unread again`);
  for (const lba of before.bad) {
    // One that reads with --retries is weak then.
    if (now.bad.has(lba) || truth.sectors[lba] === SECTOR.maybe) continue;
    complaints.that(false, `${lba} was found bad, and no map tells it any more`);
    return;
  }
}
