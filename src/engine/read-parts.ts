// What of the disk a scan has read and has left, and how its speed is expected to fall over it: what an
// estimate is made of.

import type { ScanContext } from './context.ts';
import { expectedFall, type Part } from './estimate.ts';

export interface Parts {
  readonly read: readonly Part[];
  readonly left: readonly Part[];
}

/** Upwards. */
export function partsOf({ grid, shares, target }: ScanContext): Parts {
  const at = (block: number) =>
    (block >= grid.blocks ? grid.toLba : grid.startOf(block)) / target.device.sectors;
  const read = shares
    .map(({ first, next }) => ({ from: at(first), to: at(next) }))
    .sort((a, b) => a.from - b.from);
  const ends = [at(0), ...read.map(({ to }) => to)];
  const begins = [...read.map(({ from }) => from), at(grid.blocks)];
  return { read, left: ends.map((from, i) => ({ from, to: begins[i]! })) };
}

/** Where a disk waits for nothing of its own, or for a rate, it is as quick everywhere. */
export function fallOf({ target, plan }: ScanContext): number {
  const isPaced = Number.isFinite(target.clockRate) && plan.bytesPerSecond === null;
  return isPaced ? expectedFall(target.device.rotational) : 0;
}
