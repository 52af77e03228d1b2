// Watches, about once a second, whether others use the disk while it is read.

import { type DiskActivity, openActivity } from '../disks/activity.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import type { ScanContext, ScanShare } from './context.ts';
import { Disturbance } from './disturbance.ts';

const LOOK_MS = 1000;

export class ForeignWatch {
  readonly #disturbance: Disturbance;
  readonly #seen = new WeakMap<ScanShare, number>();
  #activity: DiskActivity | null = null;
  #timer: NodeJS.Timeout | null = null;
  #busy = false;

  /** `options.entries`: of earlier runs. */
  private constructor(
    private readonly context: ScanContext,
    options: ConstructorParameters<typeof Disturbance>[0],
  ) {
    this.#disturbance = new Disturbance(options);
    for (const share of context.shares) this.#seen.set(share, share.next);
  }

  /** Never throws: where nothing can be watched, a note of the scan says so. */
  static async begin(
    context: ScanContext,
    mapPath: string | null,
    entries: readonly DisturbedRange[],
  ): Promise<ForeignWatch> {
    const options = mapPath === null ? {} : { mapPath };
    const activity = await openActivity(context.target, undefined, options);
    const known = activity !== null && !('note' in activity);
    if (activity !== null && 'note' in activity) context.notes.push(activity.note);
    const { logicalBytes } = context.target.device;
    const writesAreOurs = known && activity.writesAreOurs;
    const watch = new ForeignWatch(context, { logicalBytes, writesAreOurs, entries });
    if (!known) return watch;
    watch.#activity = activity;
    await watch.#sample();
    watch.#timer = setInterval(() => void watch.#sample(), LOOK_MS);
    return watch;
  }

  entries(): readonly DisturbedRange[] {
    return this.#disturbance.entries();
  }

  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#sample();
  }

  async #sample(): Promise<void> {
    if (this.#busy || this.#activity === null) return;
    this.#busy = true;
    try {
      const oursBefore = this.#ours();
      const activity = await this.#activity.sample();
      const { plan, control } = this.context;
      this.#disturbance.feed({
        activity,
        oursBefore,
        oursAfter: this.#ours(),
        slackSectors: control.workers.length * (plan.depth + 1) * plan.blockSectors,
        ranges: [...this.#read()],
      });
    } finally {
      this.#busy = false;
    }
  }

  #ours(): number {
    const { control, driveWay, target, plan } = this.context;
    const { workers, probe } = control;
    const isThrough = target.passage != null && target.passage.site !== null;
    // What the drive only verifies brings nothing that could be counted.
    const isCounted = plan.method === 'read' && target.drive?.isCounted === true;
    if (isThrough && !isCounted) return 0;
    const read = workers.reduce((sum, worker) => sum + worker.sectors, probe.sectors);
    return read - driveWay.uncountedSectors;
  }

  /** What was read since the last sample, and what is being read. */
  *#read(): Generator<{ from: number; to: number }> {
    const { shares, grid, control, plan } = this.context;
    for (const share of shares) {
      const from = this.#seen.get(share) ?? share.first;
      if (share.next > from) yield { from: grid.startOf(from), to: grid.endOf(share.next - 1) };
      this.#seen.set(share, share.next);
    }
    for (const lba of control.readingAt()) {
      if (lba < plan.fromLba || lba >= plan.toLba) continue;
      const block = grid.blockOf(lba);
      yield { from: grid.startOf(block), to: grid.endOf(block) };
    }
  }
}
