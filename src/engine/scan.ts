// The scan of one disk, from waking it to its result: wake, pass, narrowing, again, narrowing of what
// failed then, retries. The whole policy of what is read in which order is in `#phases`.

import type { MapState } from '../map-file/state.ts';
import { HangWatch } from '../reading/hang-watch.ts';
import type { WorkerPool } from '../reading/pool.ts';
import { Stopwatch } from '../reading/stopwatch.ts';
import { type Outcome, SweepRunner } from '../reading/sweep-runner.ts';
import type { Trouble } from '../reading/trouble.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { Defect, DisturbedRange } from '../vocabulary/defects.ts';
import type { Device, InspectedTarget } from '../vocabulary/device.ts';
import { SurfscanError } from '../vocabulary/errors.ts';
import type { Grid } from '../vocabulary/grid.ts';
import { blocksThatRead } from './blocks-that-read.ts';
import { newContext, type ScanContext } from './context.ts';
import { ForeignWatch } from './foreign-watch.ts';
import { MapAutosave } from './map-autosave.ts';
import { createMap, type NewMap, type OpenedMap } from './map-open.ts';
import { packOptions } from './map-options.ts';
import { Narrowing } from './narrowing.ts';
import { planScan, type ScanOptions } from './options.ts';
import { Pass } from './pass.ts';
import { tallyOf } from './previous-runs.ts';
import { rereadSlow } from './reread-slow.ts';
import { conclude, type ScanResult } from './result.ts';
import { type Clocks, liveEvidence, mapState } from './result-live.ts';
import { retryBad } from './retries.ts';
import { forgetUnresolvedLate, keepApart } from './rollback.ts';
import { scanProgress } from './scan-progress.ts';
import type { Phase, Progress, ScanView } from './scan-view.ts';
import { bytesPerSecond, SpeedMeter, type Work, workOf } from './speed.ts';
import { spinUp } from './spin-up.ts';
import { rangesOf } from './unread.ts';

const TICK_MS = 250;
const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  waiting: 'before it began',
  pass: 'before all blocks were read',
  narrowing: 'while failed blocks were narrowed',
  again: 'while slow and late blocks were read again',
  retries: 'while bad sectors were read again',
  ended: 'at its end',
};
const TICKS_A_SHRINK = 4;

/** A scan's map file. */
export type ScanMap = OpenedMap | NewMap;

export class Scan implements ScanView {
  readonly #context: ScanContext;
  readonly #runner: SweepRunner;
  readonly #speed: SpeedMeter;
  readonly #watch = new Stopwatch();
  readonly #options: ScanOptions;
  readonly #opened: OpenedMap | null;
  #autosave: MapAutosave | null = null;
  /** Why there is no map at all. */
  #mapTrouble: Trouble | null = null;
  #foreign: ForeignWatch | null = null;
  #started = new Date();
  #phase: Phase = 'waiting';
  #paused = false;
  #pass: Pass | null = null;
  #ticks = 0;
  #hangWatch: HangWatch | null = null;
  /** Of the pass, once it has ended. */
  #passWork: Work | null = null;

  /** Plans; nothing is read yet. Throws ERR_USAGE where the options do not fit the disk or the map. */
  constructor(
    target: InspectedTarget,
    options: ScanOptions,
    private readonly scanMap: ScanMap | null = null,
  ) {
    this.#opened = scanMap !== null && 'file' in scanMap ? scanMap : null;
    this.#options = this.#opened?.options ?? options;
    const plan = this.#opened?.plan ?? planScan(target, options);
    this.#context = newContext(target, plan, this.#opened?.resumed ?? null);
    this.#runner = new SweepRunner(this.#context, () => blocksThatRead(this.#context));
    this.#speed = new SpeedMeter(this.#context);
  }

  get device(): Device {
    return this.#context.target.device;
  }

  get grid(): Grid {
    return this.#context.grid;
  }

  get map(): Uint8Array {
    return this.#context.map;
  }

  get jobs(): number {
    return this.#context.plan.jobs;
  }

  get depth(): number {
    return this.#context.plan.depth;
  }

  /** True if a worker had to be left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.#context.control.abandoned;
  }

  /**
   * Makes the scan's map file, of its full size, if it is to have a new one. Throws ERR_USAGE where it
   * cannot be there. A file system without room is no reason not to scan: `progress` tells it.
   */
  async prepare(): Promise<void> {
    if (this.scanMap === null) return;
    const { path } = this.scanMap;
    try {
      const state = this.#mapState(null);
      const file = this.#opened?.file ?? (await createMap(path, this.#context, state));
      this.#autosave = new MapAutosave(path, file, {
        context: this.#context,
        refresh: () => this.#pass?.refresh(),
        unverified: () => (this.#phase === 'pass' ? (this.#pass?.unverified() ?? []) : []),
        state: () => this.#mapState(null),
        disturbed: () => this.#disturbed,
      });
    } catch (cause) {
      if (!(cause instanceof SurfscanError) || cause.code === 'ERR_USAGE') throw cause;
      const { code, errno, message } = cause;
      this.#mapTrouble = { code, errno, message };
    }
  }

  /** Closes the map file: the scan will not run. */
  async forsake(): Promise<void> {
    if (this.#autosave !== null) await this.#autosave.forsake();
    else await this.#opened?.file.close();
  }

  /** Resolves when nothing more is read. Rejects only for a defect of surfscan: the map stays open, with what
   * was written last. */
  async run(pool: WorkerPool): Promise<ScanResult> {
    try {
      return await this.#run(pool);
    } catch (cause) {
      await this.#autosave?.abandon();
      throw cause;
    }
  }

  async #run(pool: WorkerPool): Promise<ScanResult> {
    const context = this.#context;
    context.control.employ(pool);
    this.#foreign = await ForeignWatch.begin(context, this.scanMap?.path ?? null, this.#disturbed);
    this.#hangWatch = new HangWatch(context);
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#started = new Date();
    this.#autosave?.begin();
    if (!this.#paused) this.#watch.start();
    let complete = false;
    try {
      complete = await this.#phases();
    } finally {
      clearInterval(ticker);
      this.#watch.stop();
      this.#pass?.refresh();
      this.#phase = 'ended';
      await this.#foreign.end();
    }
    return this.#conclude(complete);
  }

  async #conclude(complete: boolean): Promise<ScanResult> {
    const context = this.#context;
    if (context.control.abandoned) keepApart(context);
    forgetUnresolvedLate(context);
    const finished = complete ? new Date() : null;
    const result = conclude(liveEvidence(context, this.#clocks(finished), this.#disturbed));
    await this.#autosave?.end(this.#mapState(result.finished));
    return { ...result, mapTrouble: this.#alarm };
  }

  get #alarm(): Trouble | null {
    return this.#autosave?.trouble ?? this.#mapTrouble;
  }

  get #disturbed(): readonly DisturbedRange[] {
    return this.#foreign?.entries() ?? this.#opened?.disturbed ?? [];
  }

  #clocks(finished: Date | null): Clocks {
    return {
      started: this.#started,
      finished,
      elapsedSeconds: this.#watch.seconds,
      work: this.#passWork ?? workOf(this.#context),
    };
  }

  #mapState(finished: Date | null): MapState {
    return mapState(this.#context, this.#clocks(finished), packOptions(this.#options));
  }

  pause(): void {
    if (this.#phase === 'ended') return;
    this.#paused = true;
    this.#context.control.pause();
    this.#watch.stop();
  }

  resume(): void {
    this.#paused = false;
    this.#context.control.resume();
    if (this.#phase !== 'ended' && this.#phase !== 'waiting') this.#watch.start();
  }

  stop(): void {
    if (this.#context.stopping) return;
    this.#context.stopping = true;
    this.#context.control.stop();
  }

  /** Whether nothing is left to do. */
  async #phases(): Promise<boolean> {
    const context = this.#context;
    const runner = this.#runner;
    const { endNotes, plan, findings, control } = context;
    let outcome: Outcome = 'done';
    const unread = rangesOf(context.map, false);
    if (unread.length > 0) {
      this.#enter('pass');
      const rest = await spinUp(context, runner, unread);
      this.#pass = new Pass(context, runner, rest);
      outcome = await this.#pass.run();
      if (outcome === 'enough') {
        endNotes.push(`the pass stopped: --max-bad ${plan.maxBad}`);
      }
    }
    // One by one from now on.
    control.limitRate(plan.bytesPerSecond, control.workers.slice(0, 1));
    this.#passWork = workOf(context);
    // The last bad sector may have been in the last block.
    let complete = tallyOf(context.map)[UNREAD_BYTE] === 0;
    const isOver = () => outcome === 'lost' || outcome === 'stopped';
    const goesOn = (isNeeded: boolean, phase: Phase) => {
      if (!isNeeded) return false;
      const goes = !isOver() && !context.stopping;
      if (goes) this.#enter(phase);
      else complete = false;
      return goes;
    };
    const narrowing = new Narrowing(context, runner);
    const narrow = async () => {
      if (!goesOn(plan.refine && findings.failed.length > 0, 'narrowing')) return;
      outcome = await narrowing.run();
    };
    await narrow();
    if (goesOn(findings.hasSlowToReread, 'again')) {
      outcome = await rereadSlow(context, runner);
      await narrow();
    }
    if (goesOn(plan.retries > 0 && findings.bad.length > 0, 'retries')) {
      outcome = await retryBad(context, runner);
    }
    complete &&= !isOver();
    if (context.stopping && !complete) endNotes.push(`stopped ${PHASE_WORDS[this.#phase]}`);
    return complete;
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#context.phaseDone = 0;
  }

  #tick(): void {
    const { control, plan } = this.#context;
    this.#hangWatch?.check();
    this.#pass?.refresh();
    this.#speed.sample();
    const late = control.lateWorkers(plan.timeoutMs);
    if (late.size > 0) control.hold(late);
    else control.release();
    if (++this.#ticks % TICKS_A_SHRINK === 0 && this.#phase === 'pass') this.#pass?.shrink();
  }

  newestDefects(limit: number): readonly Defect[] {
    return this.#context.findings.newest(limit);
  }

  progress(): Progress {
    this.#pass?.refresh();
    return scanProgress(this.#context, {
      phase: this.#phase,
      paused: this.#paused,
      elapsedSeconds: this.#context.previous.elapsedSeconds + this.#watch.seconds,
      alarm: this.#alarm?.message ?? null,
      bytesPerSecondNow: this.#speed.bytesPerSecond,
      bytesPerSecondMean: this.#bytesPerSecondMean,
    });
  }

  get #bytesPerSecondMean(): number {
    const { logicalBytes } = this.#context.target.device;
    return bytesPerSecond(this.#passWork ?? workOf(this.#context), logicalBytes);
  }
}
