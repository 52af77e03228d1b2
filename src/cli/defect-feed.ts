// Defects as they are found, neighbours as one: a scan tells them reading by reading.

import type { Defect } from '../api/scan.ts';

/** What still grows is told after so many looks, as far as it is known. */
const MOST_LOOKS = 10;

export class DefectFeed {
  #pending: Defect | null = null;
  #grew = false;
  #looks = 0;

  constructor(private readonly take: (defect: Defect) => void) {}

  add(defect: Defect): void {
    const pending = this.#pending;
    if (pending !== null && goesOn(pending, defect)) {
      const latencyMs = longer(pending.latencyMs, defect.latencyMs);
      this.#pending = { ...pending, lastLba: defect.lastLba, latencyMs };
      this.#grew = true;
      return;
    }
    this.flush();
    this.#pending = defect;
    this.#grew = true;
  }

  /** Now and then: what did not grow since the last time is told. */
  look(): void {
    if (this.#pending === null) return;
    this.#looks++;
    if (!this.#grew || this.#looks >= MOST_LOOKS) this.flush();
    this.#grew = false;
  }

  /** Nothing more will come, or nothing that belongs to it. */
  flush(): void {
    const pending = this.#pending;
    this.#pending = null;
    this.#looks = 0;
    if (pending !== null) this.take(pending);
  }
}

function goesOn(a: Defect, b: Defect): boolean {
  const isNext = b.firstLba === a.lastLba + 1 && a.kind === b.kind && a.kind !== 'slow';
  return isNext && a.error === b.error && a.exact === b.exact;
}

function longer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
