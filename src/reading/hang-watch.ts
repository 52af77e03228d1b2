// Looks, about four times a second, whether a disk still answers.

import type { SweepContext } from './sweep-context.ts';
import { hungTrouble } from './trouble.ts';

/** A look that is so late comes after a stop of the whole program. */
const SLEPT_MS = 1000;

export class HangWatch {
  #lookedMs = performance.now();

  constructor(private readonly context: SweepContext) {}

  /** A read that is not answered for `--hang`: nothing more will come of this disk. */
  look(): void {
    const { crew, plan, trouble } = this.context;
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs > SLEPT_MS) crew.slept();
    this.#lookedMs = nowMs;
    const oldest = crew.oldestRead();
    if (oldest === null || oldest.ms <= plan.hangMs || trouble !== null) return;
    this.context.trouble = hungTrouble(this.context, oldest.lba);
    crew.abandon();
  }
}
