// The pass: every block once, by workers over disjoint shares. A disk that is slow with so many reads in
// flight, or workers, gets fewer.

import { emptyHistogram, percentilesNs } from '../addon/histogram.ts';
import type { WorkerShared } from '../addon/worker-shared.ts';
import type { Outcome } from '../reading/order.ts';
import type { Reading } from '../reading/sweep.ts';
import type { SweepRunner } from '../reading/sweep-runner.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { ScanContext, ScanShare } from './context.ts';
import { forgetTrailingBlocks, takeBackBlocks } from './rollback.ts';
import { readBeyond, shared } from './unread.ts';

/** Reads in flight, then workers, are taken out until the median latency is below this. */
const SHRINK_ABOVE_MS = 3;
/** Readings that a median is taken of. */
const SHRINK_READINGS = 256;

export class Pass {
  readonly #queue: ScanShare[];
  readonly #active: (ScanShare | null)[];
  #lastHistogram = emptyHistogram();
  /** Reads in flight a worker, now. */
  #depth: number;

  constructor(
    private readonly context: ScanContext,
    private readonly runner: SweepRunner,
    unread: readonly BlockRange[],
  ) {
    const shares = shared(unread, context.plan.jobs);
    this.#queue = shares.map(({ first, end }) => ({ first, next: first, end }));
    this.#active = context.control.workers.map(() => null);
    this.#depth = context.plan.depth;
  }

  async run(): Promise<Outcome> {
    const { control, plan } = this.context;
    control.limitRate(plan.bytesPerSecond, control.workers);
    let outcome: Outcome = 'done';
    while (outcome === 'done' && this.#queue.length > 0) {
      const ready = control.workers.filter((worker) => !control.isRetired(worker));
      const outcomes = await Promise.all(ready.map((worker) => this.#work(worker)));
      outcome = this.#sum(outcomes);
    }
    const ended = outcome === 'done' || outcome === 'enough';
    if (ended && !(await this.runner.verifyTrails())) outcome = 'lost';
    if (this.context.trouble !== null) outcome = 'lost';
    // Stopped before a presence check: the last failures may be the disk's or its absence's.
    if (outcome === 'lost' || outcome === 'stopped') {
      forgetTrailingBlocks(this.context, this.runner);
    }
    return outcome;
  }

  /** Brings the shares up to what the workers have read by now. */
  refresh(): void {
    for (const [i, share] of this.#active.entries()) {
      if (share === null) continue;
      const frontier = this.context.control.workers[i]!.frontier;
      if (frontier > share.next && frontier <= share.end) share.next = frontier;
    }
  }

  /** Blocks, sorted, whose failures may yet turn out to be the disk's absence: as far as they are
   * reported. */
  unverified(): BlockRange[] {
    const { grid, plan, control } = this.context;
    const ranges: BlockRange[] = [];
    for (const reader of control.readers) {
      for (const { from, to } of this.runner.trailing(reader, plan.blockSectors, 0)) {
        ranges.push({ first: grid.blockOf(from), end: grid.blockOf(to - 1) + 1 });
      }
    }
    return ranges.sort((a, b) => a.first - b.first);
  }

  /**
   * Called about once a second: takes reads in flight out of a pass that they slow down by half, and
   * then workers.
   */
  shrink(): void {
    const { control, plan } = this.context;
    const busy = control.workers.filter((_, i) => this.#active[i] !== null);
    const mayShrinkJobs = plan.mayShrinkJobs && busy.length > 1;
    const mayShrinkDepth = plan.mayShrinkDepth && this.#depth > 1;
    if (!mayShrinkJobs && !mayShrinkDepth) return;
    const now = emptyHistogram();
    for (const worker of control.workers) worker.addHistogramTo(now);
    const since = now.map((count, i) => count - this.#lastHistogram[i]!);
    if (since.reduce((sum, count) => sum + count, 0) < SHRINK_READINGS) return;
    this.#lastHistogram = now;
    if (percentilesNs(since, [0.5])[0]! < SHRINK_ABOVE_MS * 1e6) return;
    if (mayShrinkDepth) this.#shrinkDepth();
    else this.#shrinkJobs(busy);
  }

  #shrinkDepth(): void {
    const reads = Math.ceil(this.#depth / 2);
    this.context.control.limitDepth(reads);
    this.context.notes.push(
      `the disk was slow with ${this.#depth} reads in flight: ${reads} went on`,
    );
    this.#depth = reads;
    this.context.leastDepth = reads;
  }

  #shrinkJobs(busy: readonly WorkerShared[]): void {
    const { control, plan, notes } = this.context;
    const kept = busy.slice(0, Math.ceil(busy.length / 2));
    for (const worker of busy.slice(kept.length)) control.retire(worker);
    control.limitRate(plan.bytesPerSecond, kept);
    notes.push(`the disk was slow with ${busy.length} workers: ${kept.length} went on`);
  }

  async #work(worker: WorkerShared): Promise<Outcome> {
    const { context } = this;
    for (;;) {
      if (context.trouble !== null) return 'lost';
      if (context.stopping || context.skipping) return 'stopped';
      const share = this.#queue.shift();
      if (share === undefined) return 'done';
      context.shares.push(share);
      this.#active[worker.index] = share;
      const { outcome, next } = await this.runner.run(
        worker,
        this.#order(share),
        (reading) => takeFirstReading(context, reading),
        (_, reached) => {
          share.next = Math.max(share.next, reached);
        },
      );
      share.next = Math.max(share.next, next);
      this.#active[worker.index] = null;
      this.#keepBeyond(share);
      if (outcome === 'enough') context.control.halt();
      if (outcome === 'stopped' && context.control.isRetired(worker) && !context.stopping) {
        if (share.next < share.end) this.#queue.push(this.#takeRest(share));
        return 'done';
      }
      if (outcome !== 'done') return outcome;
    }
  }

  /** Where a read was left, or its block stays unread, blocks behind it may have been read. */
  #keepBeyond({ next, end }: ScanShare): void {
    const { map, plan, shares } = this.context;
    if (plan.depth === 1) return;
    for (const range of readBeyond(map, next, end, plan.depth)) {
      shares.push({ ...range, next: range.end });
    }
  }

  /** One worker that has `enough` stops the others: that is not the user's stop. */
  #sum(outcomes: readonly Outcome[]): Outcome {
    if (outcomes.includes('lost')) return 'lost';
    if (this.context.stopping) return 'stopped';
    if (this.context.skipping && outcomes.includes('stopped')) return 'stopped';
    return outcomes.includes('enough') ? 'enough' : 'done';
  }

  /** What a worker that was taken out leaves of its share, as a share of its own. */
  #takeRest(share: ScanShare): ScanShare {
    const { shares } = this.context;
    shares[shares.indexOf(share)] = { ...share, end: share.next };
    return { first: share.next, next: share.next, end: share.end };
  }

  #order(share: ScanShare) {
    const { grid, plan, mapMemory, failedBlocks } = this.context;
    return {
      runs: [{ fromLba: grid.fromLba, toLba: grid.toLba, first: share.first, end: share.end }],
      unitSectors: plan.blockSectors,
      phaseLba: 0,
      map: mapMemory,
      failedBlocks,
      failedLimit: plan.maxBad ?? 0,
      firstReading: true,
      recordFromMs: plan.slowMs,
      takeBack: (from: number, to: number) => takeBackBlocks(this.context, from, to),
      readAgain: (from: number, to: number) => {
        const { rewritten } = this.context;
        rewritten.push({ first: grid.blockOf(from), end: grid.blockOf(to - 1) + 1 });
      },
    };
  }
}

/** Enters a first reading in the findings: a failed, a late or a slow block. */
export function takeFirstReading({ findings }: ScanContext, reading: Reading): void {
  if (reading.error === 0 || reading.late) findings.addSlow(reading);
  else findings.addFailed(reading);
}
