// Checks, about four times a second, whether a disk still answers.

import type { SweepContext } from './sweep-context.ts';
import { hungTrouble } from './trouble.ts';

/** A check that is so late comes after a stop of the whole program. */
const SLEPT_MS = 1000;

export class HangWatch {
  #lookedMs = performance.now();

  constructor(private readonly context: SweepContext) {}

  /** A read that is not answered for `--hang`: nothing more will come of this disk. */
  check(): void {
    const { control, plan, trouble } = this.context;
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs > SLEPT_MS) control.slept();
    this.#lookedMs = nowMs;
    const oldest = control.oldestRead();
    if (oldest === null || oldest.ms <= plan.hangMs || trouble !== null) return;
    const { path } = this.context.target.device;
    this.context.trouble = hungTrouble(path, plan.hangMs, oldest.lba);
    control.abandon();
  }
}
