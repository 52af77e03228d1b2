// What failed alone is read again: a sector that reads then is weak, one that never does is bad.

import type { Outcome } from '../reading/order.ts';
import { readRuns } from '../reading/read-runs.ts';
import type { Reading } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import { wholeRun } from '../reading/whole-run.ts';
import type { CheckContext } from './context.ts';
import type { Stretch } from './stretches.ts';

const RUNS_AN_ORDER = 4096;

export class RereadFailed {
  constructor(
    private readonly context: CheckContext,
    private readonly runner: SweepRunner,
    private readonly stretch: Stretch,
    /** Requests that failed. */
    private readonly failed: readonly Reading[],
  ) {}

  async read(): Promise<Outcome> {
    const { findings, reads } = this.context;
    const { from, to } = this.stretch;
    for (let round = 1; round < reads; round++) {
      const bad = findings.bad.within(from, to);
      for (let i = 0; i < bad.length; i += RUNS_AN_ORDER) {
        const outcome = await this.#round(bad.slice(i, i + RUNS_AN_ORDER));
        if (outcome !== 'done') return outcome;
      }
    }
    if (reads === 1) this.#doubtOnceRead();
    return 'done';
  }

  #round(bad: readonly { readonly from: number; readonly to: number }[]): Promise<Outcome> {
    const { unitSectors, phaseLba } = this.context.units;
    const runs = bad.map(({ from, to }) => wholeRun(from, to, unitSectors, phaseLba));
    const order = { runs, unitSectors, phaseLba, byDrive: true };
    return readRuns(this.context, this.runner, order, (from, to, failed) => {
      this.#takeReread(from, to, failed);
    });
  }

  #takeReread(from: number, to: number, failed: readonly Reading[]): void {
    const { findings } = this.context;
    const before = findings.bad.within(from, to);
    findings.bad.delete(from, to);
    for (const { from: first, to: end, value } of before) {
      let lba = first;
      for (const again of failed) {
        const [begin, stop] = [Math.max(again.from, lba), Math.min(again.to, end)];
        if (begin >= stop) continue;
        if (lba < begin) findings.addWeak(lba, begin, value);
        findings.bad.set(begin, stop, { ...value, reads: value.reads + 1 });
        lba = stop;
      }
      if (lba < end) findings.addWeak(lba, end, value);
    }
  }

  /** One failure of a sector that read in its request is no more than a doubt. */
  #doubtOnceRead(): void {
    const { findings } = this.context;
    const inFailed = (lba: number) => this.failed.some(({ from, to }) => from <= lba && lba < to);
    for (const { from, to, value } of findings.bad.within(this.stretch.from, this.stretch.to)) {
      for (let lba = from; lba < to; lba++) {
        if (inFailed(lba)) continue;
        findings.bad.delete(lba, lba + 1);
        findings.addWeak(lba, lba + 1, value);
      }
    }
  }
}
