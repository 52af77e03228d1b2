// What is known of each sector of a disk by construction.

import type { DiskCase } from '../disk-case.ts';
import { ModelDisk } from '../model-disk.ts';

/** `maybe`: it fails for some readings, and they are counted anew in each run. */
export const SECTOR = { good: 0, maybe: 1, bad: 2 } as const;

export class Truth {
  /** Of the whole disk, a byte a sector: SECTOR. */
  readonly sectors: Uint8Array;
  readonly hasMaybe: boolean;

  constructor(readonly scanned: DiskCase) {
    const { disk, options } = scanned;
    const timeoutMs = options.timeoutSeconds * 1000;
    this.sectors = new Uint8Array(disk.sectors);
    for (const { fault, from, to } of new ModelDisk(disk, timeoutMs).grown) {
      const state = stateOf(fault, timeoutMs);
      for (let lba = from; lba < to; lba++) {
        this.sectors[lba] = Math.max(this.sectors[lba]!, state);
      }
    }
    this.hasMaybe = disk.faults.some((fault) => 'reads' in fault && fault.reads !== null);
  }

  /** Whether a sector of the block that holds `lba` is so, or worse. */
  blockHolds(lba: number, state: number): boolean {
    const { block, from, to } = this.scanned.options;
    const first = Math.floor(lba / block) * block;
    const sectors = this.sectors.subarray(Math.max(first, from), Math.min(first + block, to + 1));
    return sectors.some((sector) => sector >= state);
  }
}

function stateOf(fault: DiskCase['disk']['faults'][number], timeoutMs: number): number {
  switch (fault.kind) {
    case 'bad':
      return SECTOR.bad;
    case 'weak':
      return SECTOR.maybe;
    case 'hang':
      return fault.ms > timeoutMs ? SECTOR.bad : SECTOR.good;
    case 'slow':
      if (fault.ms <= timeoutMs) return SECTOR.good;
      return fault.reads === null ? SECTOR.bad : SECTOR.maybe;
  }
}
