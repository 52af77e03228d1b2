// What a scan lets be seen and steered while it runs.

import { Stopwatch } from '../reading/stopwatch.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Device } from '../vocabulary/device.ts';
import type { Grid } from '../vocabulary/grid.ts';
import type { ScanContext } from './context.ts';
import { DefectList } from './defect-list.ts';
import { Estimate, type Standing } from './estimate.ts';
import { Phases } from './phases.ts';
import { fallOf, partsOf } from './read-parts.ts';
import { currentLba, scanProgress } from './scan-progress.ts';
import type {
  DriveAnswer,
  EarlierRuns,
  ListedDefect,
  Progress,
  ScanListener,
  SteeredScan,
  WatchedScan,
} from './scan-view.ts';
import { bytesPerSecond, SpeedMeter } from './speed.ts';

export abstract class LiveScan implements WatchedScan, SteeredScan {
  protected readonly phases: Phases;
  protected readonly watch = new Stopwatch();
  protected isPaused = false;
  #isHot = false;
  readonly #speed: SpeedMeter;
  readonly #estimate: Estimate;
  readonly #defects: DefectList;
  #lastAnswer: DriveAnswer | null = null;

  constructor(protected readonly context: ScanContext) {
    this.phases = new Phases(context);
    this.#speed = new SpeedMeter(context);
    this.#estimate = new Estimate(fallOf(context));
    this.#defects = new DefectList(context);
    // A phase may end before it is sampled.
    this.phases.listeners.push(() => this.#look());
    const { clockRate } = context.target;
    context.findings.listeners.push(({ kind, latencyMs, firstLba, drive }) => {
      if (drive !== undefined) this.#lastAnswer = { lba: firstLba, drive };
      if (kind === 'failed') this.#estimate.failed((latencyMs ?? 0) / 1000 / clockRate);
    });
  }

  abstract get earlier(): EarlierRuns | null;

  get device(): Device {
    return this.context.target.device;
  }

  get grid(): Grid {
    return this.context.grid;
  }

  get map(): Uint8Array {
    return this.context.map;
  }

  get jobs(): number {
    return this.context.plan.jobs;
  }

  get depth(): number {
    return this.context.plan.depth;
  }

  get hasEnded(): boolean {
    return this.phases.now === 'ended';
  }

  get paused(): boolean {
    return this.isPaused && !this.hasEnded;
  }

  pause(): void {
    if (this.hasEnded) return;
    this.isPaused = true;
    this.context.control.pause();
    this.watch.stop();
  }

  resume(): void {
    this.isPaused = false;
    this.context.control.resume();
    if (!this.hasEnded && this.phases.now !== 'waiting') this.startWatch();
  }

  /** As `pause` and `resume`, for as long as the disk is too hot: whatever else is asked for. */
  protected hold(isHot: boolean): void {
    this.#isHot = isHot;
    if (isHot) {
      this.context.control.pause('heat');
      this.watch.stop();
      return;
    }
    this.context.control.resume('heat');
    if (!this.hasEnded && this.phases.now !== 'waiting') this.startWatch();
  }

  /** Pauses are no part of a scan's time. */
  protected startWatch(): void {
    if (!this.isPaused && !this.#isHot) this.watch.start();
  }

  stop(): void {
    if (this.context.stopping) return;
    this.context.stopping = true;
    this.context.control.stop();
  }

  /** What it does now ends with what it has, and what comes next follows. */
  skip(): void {
    if (this.phases.now === 'waiting' || this.hasEnded) return;
    this.context.skipping = true;
    this.context.control.halt();
  }

  listen(listener: ScanListener): void {
    this.context.findings.listeners.push((defect) => listener.defect(defect));
    this.phases.listeners.push((phase) => listener.phase(phase));
  }

  defects(): readonly ListedDefect[] {
    return this.#defects.list(this.phases.now);
  }

  progress(): Progress {
    this.phases.refresh();
    const standing = this.#standing();
    return scanProgress(this.context, {
      phase: this.phases.now,
      paused: this.isPaused,
      elapsedSeconds: this.context.previous.elapsedSeconds + this.watch.seconds,
      remainingSeconds: this.#estimate.remainingSeconds(standing),
      narrowingSeconds: this.#estimate.narrowingSeconds(standing),
      lastAnswer: this.#lastAnswer,
      alarm: this.mapTrouble?.message ?? this.caution,
      bytesPerSecondNow: this.#speed.bytesPerSecond,
      bytesPerSecondMean: bytesPerSecond(this.phases.passWork, this.device.logicalBytes),
    });
  }

  protected abstract get mapTrouble(): Trouble | null;
  /** What its user should know of the map, though nothing failed. */
  protected abstract get caution(): string | null;

  /** Called four times a second, after `phases.refresh`. */
  protected sample(): void {
    this.#speed.sample();
    this.#look();
  }

  #look(): void {
    const lba = currentLba(this.context, this.phases.now);
    this.#estimate.look(this.#standing(), lba / this.device.sectors);
  }

  #standing(): Standing {
    const { phaseDone, plan, findings, refineSpentMs, target, grid } = this.context;
    const { read, left } = partsOf(this.context);
    const leftMs = plan.refine ? plan.refineLimitMs - refineSpentMs : 0;
    const narrowing = {
      blocks: findings.failedBlocks(grid),
      limitSeconds: leftMs / 1000 / target.clockRate,
    };
    return {
      phase: this.phases.now,
      seconds: this.watch.seconds,
      read,
      left,
      phaseDone,
      narrowing,
    };
  }
}
