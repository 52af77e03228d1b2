// When does the order of reads decide what is found? Then only what holds in any order is judged.

import type { DiskCase, Fault } from './disk-case.ts';
import type { Expected } from './expected.ts';
import { ModelDisk } from './model-disk.ts';

const STORM_ROW = 32;
/** So many slow blocks are read again: the slowest, which the faults alone do not tell. */
const SLOW_AGAIN = 1000;

/** Why, or null: all of it follows from the faults. */
export function orderDependence(scanned: DiskCase, expected: Expected): string | null {
  const { disk, options } = scanned;
  const limitedSlow = disk.faults.some((fault) => fault.kind === 'slow' && fault.reads !== null);
  const weak = disk.faults.some(({ kind }) => kind === 'weak');
  const stormy = isStormy(scanned);
  const failed = [...expected.failed.values()].reduce((sum, count) => sum + count, 0);
  if (mayBeDead(scanned, expected)) return 'nothing of the disk may read';
  if (disk.gone !== null && (options.jobs > 1 || stormy || !expected.gone)) return 'gone';
  // Whoever looks whether the disk is there reads, and takes readings.
  if (limitedSlow && stormy) return 'slow for some readings, with storms';
  if (weak && stormy && failed >= STORM_ROW) return 'weak, with storms';
  if (mayHitRefineLimit(scanned, expected) && failed > 0) return '--refine-limit';
  if (expected.slowBlocks > SLOW_AGAIN) return 'more slow blocks than are read again';
  if (options.jobs === 1) return null;
  if (options.maxBad !== null && failed >= options.maxBad) return '--max-bad of several workers';
  return isShared(scanned) ? 'one weak sector or slowness of several workers' : null;
}

export function mayHitRefineLimit({ options }: DiskCase, expected: Expected): boolean {
  return expected.narrowSeconds >= (options.refineLimitSeconds ?? 3600) * 0.8;
}

/** Whether the disk may be looked for. */
export function isStormy({ disk, options }: DiskCase): boolean {
  return disk.faults.some((fault) => mayBeInStorm(fault, options.timeoutSeconds * 1000));
}

/** A failure of ABRT, IO or TIME. */
function mayBeInStorm(fault: Fault, timeoutMs: number): boolean {
  const ms = fault.kind === 'bad' ? (fault.afterMs ?? 0) : fault.kind === 'weak' ? 0 : fault.ms;
  return ms > timeoutMs || (fault.kind === 'bad' && ['ABRT', 'IO', 'TIME'].includes(fault.code));
}

/** A run of failures, and no stretch of the disk where looking for it surely finds a good block. */
export function mayBeDead({ disk, options }: DiskCase, expected: Expected): boolean {
  const timeoutMs = options.timeoutSeconds * 1000;
  const stormy = disk.faults.filter((fault) => mayBeInStorm(fault, timeoutMs));
  const sectors = stormy.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (sectors + stormy.length * 2 * (disk.physicalBytes / disk.logicalBytes) < STORM_ROW)
    return false;
  if (expected.firstBlockReads && options.jobs === 1) return false;
  const wanted = (disk.sectors * 3) / 16 + 2 * options.block;
  let reached = 0;
  for (const { from, to } of new ModelDisk(disk, timeoutMs).grown) {
    if (from - reached >= wanted) return false;
    reached = Math.max(reached, to);
  }
  return disk.sectors - reached < wanted;
}

/** Whether a counted reading of one fault may be taken by different workers. */
function isShared({ disk, options }: DiskCase): boolean {
  const { block, from, to } = options;
  const { grown, unit } = new ModelDisk(disk, options.timeoutSeconds * 1000);
  const blockOf = (lba: number) => Math.floor(Math.min(Math.max(lba, from), to) / block);
  return grown.some((one) => {
    const { kind } = one.fault;
    if (kind === 'slow' && one.fault.reads !== null)
      return blockOf(one.from) !== blockOf(one.to - 1);
    if (kind !== 'weak') return false;
    for (let lba = one.from; lba < one.to; lba += unit) {
      if (blockOf(lba) !== blockOf(lba + unit - 1)) return true;
    }
    return false;
  });
}
