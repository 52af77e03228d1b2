// Whether a disk still answers: how long its oldest read has been out.

import { AwakeClock } from './awake-clock.ts';
import type { SweepContext } from './sweep-context.ts';
import { hungTrouble } from './trouble.ts';

export class HangWatch {
  #sleptMs = 0;

  constructor(
    private readonly context: SweepContext,
    private readonly clock = new AwakeClock(),
  ) {}

  /** Called four times a second. A read that is out for longer than `--hang` is the disk's trouble, and
   * its workers are left. */
  check(): void {
    const { control, plan, trouble } = this.context;
    const { sleptMs } = this.clock;
    if (sleptMs > this.#sleptMs) control.slept();
    this.#sleptMs = sleptMs;
    const oldest = control.oldestRead();
    if (oldest === null || oldest.ms <= plan.hangMs || trouble !== null) return;
    const { path } = this.context.target.device;
    this.context.trouble = hungTrouble(path, plan.hangMs, oldest.lba);
    control.abandon();
  }
}
