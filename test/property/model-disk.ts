// What a read of a faulty disk comes to, by the contract's words alone: nothing of this is shared with
// the simulated disk or the engine. Faults are gone through one by one for every read.

import type { Code, Disk, Fault } from './disk-case.ts';

export interface ModelReading {
  /** null: it reads. */
  readonly code: Code | null;
  /** It takes longer than the timeout. */
  readonly late: boolean;
  /** It takes 500 ms or longer. */
  readonly slow: boolean;
  /** What the faults make it take. */
  readonly ms: number;
}

interface Grown {
  readonly fault: Fault;
  /** Whole physical sectors, clipped to the disk; [from, to). */
  readonly from: number;
  readonly to: number;
  /** Failures left of each physical sector of a weak fault, slow readings left of a slow one. */
  readonly left: Uint32Array;
}

export class ModelDisk {
  readonly unit: number;
  readonly grown: readonly Grown[];

  constructor(
    disk: Disk,
    private readonly timeoutMs: number,
  ) {
    const unit = disk.physicalBytes / disk.logicalBytes;
    this.unit = unit;
    this.grown = disk.faults
      .map((fault) => {
        const from = Math.floor(fault.from / unit) * unit;
        const to = Math.min((Math.floor(fault.to / unit) + 1) * unit, disk.sectors);
        const counters = fault.kind === 'weak' ? Math.ceil((to - from) / unit) : 1;
        const limit = 'reads' in fault ? (fault.reads ?? 0) : 0;
        return { fault, from, to, left: new Uint32Array(counters).fill(limit) };
      })
      // Of several bad ones the first on the disk is met first.
      .sort((a, b) => a.from - b.from);
  }

  /** A read of [from, to). Takes from what weak and slow sectors have left. */
  read(from: number, to: number): ModelReading {
    let code: Code | null = null;
    let weak = false;
    let ms = 0;
    for (const grown of this.grown) {
      if (grown.from >= to || grown.to <= from) continue;
      const { fault } = grown;
      if (fault.kind === 'bad' && code === null) {
        code = fault.code;
        ms = Math.max(ms, fault.afterMs ?? 0);
      }
      if (fault.kind === 'hang') ms = Math.max(ms, fault.ms);
      if (fault.kind === 'slow') ms = Math.max(ms, this.#slowness(grown, fault));
      if (fault.kind === 'weak') weak = this.#weaken(grown, from, to) || weak;
    }
    const late = ms > this.timeoutMs;
    return { code: late ? 'TIME' : (code ?? (weak ? 'UNC' : null)), late, slow: ms >= 500, ms };
  }

  #slowness({ left }: Grown, fault: Fault & { kind: 'slow' }): number {
    if (fault.reads === null) return fault.ms;
    if (left[0] === 0) return 0;
    left[0] = left[0]! - 1;
    return fault.ms;
  }

  #weaken(grown: Grown, from: number, to: number): boolean {
    let failed = false;
    for (let lba = grown.from, i = 0; lba < grown.to; lba += this.unit, i++) {
      if (lba + this.unit <= from || lba >= to || grown.left[i] === 0) continue;
      grown.left[i] = grown.left[i]! - 1;
      failed = true;
    }
    return failed;
  }
}
