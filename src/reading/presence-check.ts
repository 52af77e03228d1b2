// The presence check of one disk: one for all workers that ask at the same time.

import { isSameDisk, lookForDisk, type Presence } from './disk-presence.ts';
import type { SweepMessage, SweepRun } from './sweep.ts';
import type { SweepContext } from './sweep-context.ts';
import { leftTrouble, notOpenedTrouble, type Trouble } from './trouble.ts';

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

  /** Why nothing is read any more where a worker could not open the disk: it left, or its drive alone cannot be
   * had. */
  async notOpened(failure: NonNullable<SweepMessage['failure']>): Promise<Trouble> {
    const { target } = this.context;
    const isThere = failure.code === 'ERR_METHOD' && (await isSameDisk(target));
    return notOpenedTrouble(target.device.path, failure, isThere);
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
