// How far the readings of an order are settled: while it goes on, so that little is lost when it is cut
// short.

import type { SweepRun } from './sweep.ts';

export class SettleCursor {
  #run = 0;
  #lba: number;

  /** `settle` is called for every LBA of the runs once, upwards: [from, to). */
  constructor(
    private readonly runs: readonly SweepRun[],
    private readonly settle: (from: number, to: number) => void,
  ) {
    this.#lba = runs[0]?.fromLba ?? 0;
  }

  /** All of the runs below `lba` is settled now. */
  upTo(lba: number): void {
    for (; this.#run < this.runs.length; this.#run++) {
      const { fromLba, toLba } = this.runs[this.#run]!;
      const from = Math.max(fromLba, this.#lba);
      const to = Math.min(toLba, lba);
      if (from < to) this.settle(from, to);
      this.#lba = Math.max(from, to);
      if (to < toLba) return;
    }
  }

  /** What is not settled. */
  *rest(): Generator<readonly [from: number, to: number]> {
    for (const { fromLba, toLba } of this.runs.slice(this.#run)) {
      yield [Math.max(fromLba, this.#lba), toLba];
    }
  }
}
