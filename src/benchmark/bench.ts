// The benchmark of one disk: its parts one after the other, each in its share of the time.

import { WorkerPool } from '../reading/pool.ts';
import { Stopwatch } from '../reading/stopwatch.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import type { BenchProgress, BenchView } from './bench-view.ts';
import { Budget } from './budget.ts';
import { Measurer } from './measure.ts';
import type { Measured } from './measured-speed.ts';
import { partWords } from './part-words.ts';
import {
  type BenchOptions,
  type BenchPlan,
  inTurn,
  type Part,
  planBench,
  shareOf,
} from './plan.ts';
import { Positions } from './positions.ts';
import {
  type AccessTimes,
  type BenchResult,
  type RandomResult,
  sequentialResult,
  type Zone,
} from './result.ts';
import { measureScattered, type Scatter } from './scattered.ts';
import { measureZones } from './zones.ts';

const WATCH_MS = 250;

export class Bench implements BenchView {
  readonly #plan: BenchPlan;
  readonly #measurer: Measurer;
  readonly #watch = new Stopwatch();
  readonly #zones: Zone[] = [];
  readonly #random: RandomResult[] = [];
  readonly #access: { -readonly [K in keyof AccessTimes]?: AccessTimes[K] } = {};
  readonly #notes: string[] = [];
  #burst: number | null = null;
  #zonesDone = 0;
  #budget: Budget | null = null;
  #part: Part | null = null;
  #ended = false;

  /** Plans; nothing is read yet. Throws ERR_USAGE. */
  constructor(
    private readonly target: InspectedTarget,
    options: BenchOptions,
  ) {
    this.#plan = planBench(target, options);
    this.#measurer = new Measurer(target);
  }

  get device(): Device {
    return this.target.device;
  }

  get parts(): readonly Part[] {
    return this.#plan.parts;
  }

  /** True if a worker had to be left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.#measurer.leftReadBehind;
  }

  stop(): void {
    this.#measurer.stop();
  }

  /** Rejects only for a defect of surfscan. */
  async run(): Promise<BenchResult> {
    const started = new Date();
    const pool = new WorkerPool(1);
    const measurer = this.#measurer;
    measurer.employ(pool);
    this.#watch.start();
    const watching = setInterval(() => measurer.watch(), WATCH_MS);
    try {
      await this.#measureAll();
    } finally {
      clearInterval(watching);
      measurer.end();
      this.#watch.stop();
      this.#part = null;
      this.#ended = true;
      if (!measurer.leftReadBehind) await pool.close();
    }
    return this.#result(started);
  }

  async #measureAll(): Promise<void> {
    const measurer = this.#measurer;
    const { seconds } = this.#plan;
    const parts = inTurn(this.#plan.parts);
    if (this.device.kind === 'block') await measurer.spinUp(parts[0]!);
    const budget = new Budget(seconds * 1000, () => measurer.nowMs());
    this.#budget = budget;
    const missed: string[] = [];
    for (const [i, part] of parts.entries()) {
      if (measurer.isOver) return;
      const budgetMs = budget.forFirst(parts.slice(i).map(shareOf));
      this.#part = part;
      if (budgetMs > 0) await this.#measure(part, budgetMs);
      else missed.push(partWords(part));
    }
    if (missed.length > 0) this.#notes.push(`the time was up before: ${missed.join(', ')}`);
  }

  async #measure(part: Part, budgetMs: number): Promise<void> {
    const measurer = this.#measurer;
    if (part.kind === 'sequential') {
      await measureZones(measurer, this.device, part, budgetMs, (zone) => {
        this.#zonesDone++;
        if (zone !== null) this.#zones.push(zone);
      });
      this.#noteZones(part.zones);
      return;
    }
    const failedBefore = measurer.failures.count;
    const positions = new Positions(this.#plan.seed, this.parts.indexOf(part));
    const order: Scatter = { ...part, kind: part.kind, budgetMs };
    const measured = await measureScattered(measurer, this.device, order, positions);
    if (measured !== null) {
      this.#keep(part, measured);
      // Alone, their time can be taken off.
      const slowed = part.depth > 1 && measurer.failures.count > failedBefore;
      if (slowed) this.#notes.push(`${partWords(part)}: they waited for others that failed`);
    } else if (!measurer.isOver) {
      this.#notes.push(`${partWords(part)}: no read succeeded`);
    }
  }

  #noteZones(planned: number): void {
    const measurer = this.#measurer;
    if (measurer.isOver) return;
    const unread = this.#zonesDone - this.#zones.length;
    const missed = planned - this.#zonesDone;
    if (unread > 0) this.#notes.push(`${unread} of ${planned} zones could not be read`);
    if (missed > 0) this.#notes.push(`the time was up before ${missed} of ${planned} zones`);
  }

  #keep({ kind, blockBytes, depth }: Part, measured: Measured): void {
    const { p50 } = measured.latencyUs;
    if (kind === 'burst') this.#burst = measured.bytesPerSecond;
    if (kind === 'adjacent') this.#access.adjacent = p50;
    if (kind === 'fullStroke') this.#access.fullStroke = p50;
    if (kind !== 'random') return;
    const { iops, bytesPerSecond, latencyUs, standardError } = measured;
    this.#random.push({ blockBytes, depth, iops, bytesPerSecond, latencyUs, standardError });
    this.#random.sort((a, b) => a.depth - b.depth || a.blockBytes - b.blockBytes);
    // The smallest block comes first: the time of it is the way to it.
    if (this.#timesAccess && depth === 1) this.#access.average ??= p50;
  }

  get #timesAccess(): boolean {
    return this.parts.some(({ kind }) => kind === 'adjacent');
  }

  #result(started: Date): BenchResult {
    const measurer = this.#measurer;
    const { adjacent, average, fullStroke } = this.#access;
    const known = adjacent !== undefined && average !== undefined && fullStroke !== undefined;
    return {
      device: this.device,
      started,
      elapsedSeconds: this.#watch.seconds,
      seconds: this.#plan.seconds,
      seed: this.#plan.seed,
      sequential: sequentialResult(this.#zones, this.parts[0]!, this.#plannedZones),
      random: this.#random,
      accessUs: known ? { adjacent, average, fullStroke } : null,
      burstBytesPerSecond: this.#burst,
      notes: this.#allNotes(),
      trouble: measurer.trouble,
      complete: measurer.trouble === null && !measurer.stopping,
    };
  }

  #allNotes(): string[] {
    const measurer = this.#measurer;
    const failed = measurer.failures.words();
    const cached = measurer.cached && this.target.cacheBypassed;
    const part = this.#part === null ? '' : ` during ${partWords(this.#part)}`;
    return [
      ...this.target.notes,
      ...this.#plan.notes,
      ...(cached
        ? [
            'the file system refuses reads that bypass its cache (O_DIRECT): the speeds are the memory’s',
          ]
        : []),
      ...this.#notes,
      ...(failed === null ? [] : [failed]),
      ...(measurer.stopping ? [`stopped before the end${part}`] : []),
      ...(measurer.unanswered ? ['left while a read was still unanswered'] : []),
    ];
  }

  progress(): BenchProgress {
    const measurer = this.#measurer;
    const part = this.#part;
    const waiting = !this.#watch.running && !this.#ended;
    const running = measurer.stopping ? 'stopping' : 'running';
    return {
      part,
      activity: waiting ? 'waiting' : this.#ended ? 'ended' : running,
      spentSeconds: (this.#budget?.spentMs ?? 0) / 1000,
      totalSeconds: this.#plan.seconds,
      zones: this.#zones,
      zonesPlanned: this.#plannedZones,
      zonesDone: this.#zonesDone,
      random: this.#random,
      access: this.#access,
      burstBytesPerSecond: this.#burst,
      failedReads: measurer.failures.count,
      wait: measurer.wait,
      trouble: measurer.trouble?.message ?? null,
    };
  }

  get #plannedZones(): number {
    const [first] = this.parts;
    return first?.kind === 'sequential' ? first.zones : 0;
  }
}
