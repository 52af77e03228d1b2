// The spot check of one disk: reads what is accused, and what lies beside it.

import type { Suspect } from '../kernel-log/index.ts';
import { isDiskUnproven } from '../reading/disk-presence.ts';
import { HangWatch } from '../reading/hang-watch.ts';
import type { Outcome } from '../reading/order.ts';
import { WorkerPool } from '../reading/pool.ts';
import { Stopwatch } from '../reading/stopwatch.ts';
import { SweepRunner } from '../reading/sweep-runner.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Wait } from '../reading/under-way.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { BadValue } from '../vocabulary/defects.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import {
  type CheckContext,
  type CheckOptions,
  coverageOf,
  newCheckContext,
  unitsOf,
} from './context.ts';
import { StretchReader } from './read-stretch.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

export type { CheckOptions } from './context.ts';

/** What was read, and what came of it. */
export interface Probed {
  /** Of all sectors that were to be read: the suspects', and one request's before and after. */
  readonly coverage: Coverage;
  /** LBAs: [from, to). */
  readonly bad: readonly Readonly<Extent<BadValue>>[];
  readonly weak: readonly Readonly<Extent<BadValue>>[];
  readonly unread: readonly LbaRange[];
  /** All that was to be read: sorted, disjoint. */
  readonly ranges: readonly LbaRange[];
  /** So far a start of unknown length was read on, or until something failed. */
  readonly longestRequestSectors: number;
  /** Of readings that read well, in milliseconds, the last of each sector's; not of all. */
  readonly latenciesMs: readonly Readonly<Extent<number>>[];
  readonly elapsedSeconds: number;
  /** All was read that should be, as often as it should be. */
  readonly complete: boolean;
  /** Why it ended before its end; null: it did not, or its user stopped it. */
  readonly trouble: Trouble | null;
  readonly notes: readonly string[];
}

export interface CheckProgress {
  readonly doneSectors: number;
  readonly totalSectors: number;
  readonly currentLba: number;
  readonly badSectors: number;
  readonly elapsedSeconds: number;
  /** The read that has been out for 5 s or longer. */
  readonly wait: Wait | null;
}

const TICK_MS = 250;

export class Check {
  readonly #context: CheckContext;
  readonly #watch = new Stopwatch();

  /** Nothing is read yet. `suspects`: sorted, disjoint, on the disk. */
  constructor(
    target: InspectedTarget,
    private readonly suspects: readonly Suspect[],
    options: CheckOptions = {},
  ) {
    this.#context = newCheckContext(
      target,
      stretchesOf(suspects, unitsOf(target, options)),
      options,
    );
  }

  get device(): Device {
    return this.#context.target.device;
  }

  /** True if a read was left that does not return: only `exitNow` ends the process. */
  get leftReadBehind(): boolean {
    return this.#context.control.abandoned;
  }

  /** Ends at the next read, with what it has. Harmless twice. */
  stop(): void {
    if (this.#context.stopping) return;
    this.#context.stopping = true;
    this.#context.control.stop();
  }

  /** Resolves when nothing more is read. Rejects only for a defect of surfscan. */
  async run(): Promise<Probed> {
    const { control } = this.#context;
    const pool = new WorkerPool(1);
    control.employ(pool);
    const hangWatch = new HangWatch(this.#context);
    const ticker = setInterval(() => hangWatch.check(), TICK_MS);
    this.#watch.start();
    let outcome: Outcome = 'stopped';
    try {
      outcome = await this.#readAll();
      if (outcome === 'lost') this.#forgetUnproven();
    } finally {
      clearInterval(ticker);
      this.#watch.stop();
      if (!control.abandoned) await pool.close();
    }
    return this.#probed(outcome === 'done');
  }

  async #readAll(): Promise<Outcome> {
    const context = this.#context;
    const runner = new SweepRunner(context, () => context.readWell);
    for (const stretch of stretchesOf(this.suspects, context.units)) {
      if (context.stopping) return 'stopped';
      if (this.#isNeedless(stretch)) continue;
      const outcome = await new StretchReader(context, runner, stretch).read();
      if (outcome !== 'done') return outcome;
    }
    return 'done';
  }

  /** Its request has failed before it: what follows is nobody's. */
  #isNeedless({ from, to, sinceLba }: Stretch): boolean {
    if (sinceLba === undefined) return false;
    const { findings, unread, planned } = this.#context;
    const lists = [findings.failed, findings.bad, findings.weak];
    if (!lists.some((list) => list.overlaps(sinceLba, from))) return false;
    unread.delete(from, to);
    planned.delete(from, to);
    return true;
  }

  /** It may never have been there: no failure counts. */
  #forgetUnproven(): void {
    const { findings, unread } = this.#context;
    if (!isDiskUnproven(this.#context)) return;
    for (const { from, to } of [...findings.failed.items, ...findings.bad.items]) {
      unread.set(from, to, null);
      findings.forget(from, to);
    }
  }

  #probed(complete: boolean): Probed {
    const { control, findings, unread, planned, latenciesMs, trouble, notes } = this.#context;
    const left = control.abandoned || control.unanswered;
    return {
      coverage: coverageOf(this.#context),
      bad: findings.allBad(),
      weak: findings.allWeak(),
      unread: unread.items,
      ranges: planned.items.map(({ from, to }) => ({ from, to })),
      longestRequestSectors: this.#context.units.longestRequestSectors ?? 0,
      latenciesMs: latenciesMs.items,
      elapsedSeconds: this.#watch.seconds,
      complete,
      trouble,
      notes: [...notes, ...(left ? ['left while a read was still unanswered'] : [])],
    };
  }

  progress(): CheckProgress {
    const { control, findings, unread, planned } = this.#context;
    const totalSectors = planned.sectors;
    return {
      doneSectors: totalSectors - unread.sectors,
      totalSectors,
      currentLba: control.workers[0]!.inFlightLba,
      badSectors: findings.bad.sectors,
      elapsedSeconds: this.#watch.seconds,
      wait: control.wait,
    };
  }
}
