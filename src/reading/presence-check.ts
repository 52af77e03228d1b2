// The presence check of one disk: one for all workers that ask at the same time.

import { lookForDisk, type Presence } from './disk-presence.ts';
import type { SweepRun } from './sweep.ts';
import type { SweepContext } from './sweep-context.ts';
import { leftTrouble } from './trouble.ts';

export class PresenceCheck {
  /** How often what had read well failed in a check, by its first LBA. */
  readonly #failed = new Map<number, number>();
  #underWay: Promise<Presence> | null = null;

  /** `readBefore`: runs of one read each that read well. */
  constructor(
    private readonly context: SweepContext,
    private readonly readBefore: () => readonly SweepRun[],
  ) {}

  /** Nothing else is read meanwhile. Where the disk left, the context's `trouble` says so, and all sweeps
   * end. */
  async check(): Promise<Presence> {
    this.#underWay ??= this.#check();
    const presence = await this.#underWay;
    this.#underWay = null;
    return presence;
  }

  async #check(): Promise<Presence> {
    const { control, target } = this.context;
    control.freeze(true);
    const presence = await Promise.race([
      lookForDisk(this.context, this.readBefore(), this.#failed),
      control.left.then(() => 'gone' as const),
    ]);
    control.freeze(false);
    if (presence !== 'gone' || this.context.stopping) return presence;
    this.context.trouble ??= leftTrouble(target.device.path, control.anyGoodReading);
    control.halt();
    return 'gone';
  }
}
