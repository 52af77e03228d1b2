// Whether a disk still answers: how long its oldest read has been out.

import type { SweepContext } from './sweep-context.ts';
import { hungTrouble } from './trouble.ts';

/** A check that is so late comes after a stop of the whole program. */
const SLEPT_MS = 1000;

export class HangWatch {
  #lookedMs = performance.now();

  constructor(private readonly context: SweepContext) {}

  /** Called four times a second. A read that is out for longer than `--hang` is the disk's trouble, and
   * its workers are left. */
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
