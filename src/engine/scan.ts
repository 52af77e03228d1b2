// The scan of one disk, from waking it to its result: wake, pass, narrowing, again, narrowing of what
// failed then, retries. The whole policy of what is read in which order is in `#phases`.

import type { Device, InspectedTarget } from '../device.ts';
import type { Grid } from '../grid.ts';
import { readAgain } from './again.ts';
import { Conductor, type Outcome } from './conductor.ts';
import { newContext, type ScanContext } from './context.ts';
import { Narrowing } from './narrowing.ts';
import type { ScanOptions } from './options.ts';
import { Pass } from './pass.ts';
import type { WorkerPool } from './pool.ts';
import { type ScanResult, scanResult } from './result.ts';
import { retryBad } from './retries.ts';
import { scanProgress } from './scan-progress.ts';
import type { Defect, Phase, Progress, ScanView } from './scan-view.ts';
import { bytesPerSecond, SpeedMeter } from './speed.ts';
import { Stopwatch } from './stopwatch.ts';
import { wake } from './wake.ts';

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

export class Scan implements ScanView {
  readonly #context: ScanContext;
  readonly #speed: SpeedMeter;
  readonly #watch = new Stopwatch();
  #phase: Phase = 'waiting';
  #paused = false;
  #pass: Pass | null = null;
  #ticks = 0;
  /** Of the pass, once it has ended. */
  #passBytesPerSecond: number | null = null;

  /** Plans; nothing is read yet. Throws ERR_USAGE where the options do not fit the disk. */
  constructor(target: InspectedTarget, options: ScanOptions) {
    this.#context = newContext(target, options);
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

  /** True if a worker had to be left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.#context.crew.abandoned;
  }

  /** Resolves when nothing more is read. Rejects only for a defect of surfscan. */
  async run(pool: WorkerPool): Promise<ScanResult> {
    const context = this.#context;
    context.crew.employ(pool);
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    const started = new Date();
    if (!this.#paused) this.#watch.start();
    try {
      await this.#phases(new Conductor(context));
    } finally {
      clearInterval(ticker);
      this.#watch.stop();
      this.#pass?.refresh();
      this.#phase = 'ended';
    }
    return scanResult(context, {
      started,
      finished: new Date(),
      elapsedSeconds: this.#watch.seconds,
      bytesPerSecond: this.#bytesPerSecondMean,
    });
  }

  pause(): void {
    if (this.#phase === 'ended') return;
    this.#paused = true;
    this.#context.crew.pause();
    this.#watch.stop();
  }

  resume(): void {
    this.#paused = false;
    this.#context.crew.resume();
    if (this.#phase !== 'ended' && this.#phase !== 'waiting') this.#watch.start();
  }

  stop(): void {
    if (this.#context.stopping) return;
    this.#context.stopping = true;
    this.#context.crew.stop();
  }

  async #phases(conductor: Conductor): Promise<void> {
    const context = this.#context;
    this.#enter('pass');
    const firstBlock = await wake(context, conductor);
    this.#pass = new Pass(context, conductor, firstBlock);
    let outcome: Outcome = await this.#pass.run();
    if (outcome === 'enough') {
      context.notes.push(`the pass stopped at ${context.plan.maxBad} bad sectors (--max-bad)`);
    }
    this.#passBytesPerSecond = bytesPerSecond(context);
    const goesOn = () => outcome !== 'lost' && outcome !== 'stopped' && !context.stopping;
    const narrowing = new Narrowing(context, conductor);
    const narrow = async () => {
      if (!goesOn() || !context.plan.refine || context.findings.failed.length === 0) return;
      this.#enter('narrowing');
      outcome = await narrowing.run();
    };
    await narrow();
    if (goesOn() && context.findings.slow.size > 0) {
      this.#enter('again');
      outcome = await readAgain(context, conductor);
      await narrow();
    }
    if (goesOn() && context.plan.retries > 0) {
      this.#enter('retries');
      outcome = await retryBad(context, conductor);
    }
    if (context.stopping) context.notes.push(`stopped ${PHASE_WORDS[this.#phase]}`);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#context.phaseDone = 0;
  }

  #tick(): void {
    const { crew, plan } = this.#context;
    this.#pass?.refresh();
    this.#speed.sample();
    const late = crew.lateWorkers(plan.timeoutMs);
    if (late.size > 0) crew.hold(late);
    else crew.release();
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
      elapsedSeconds: this.#watch.seconds,
      bytesPerSecondNow: this.#speed.bytesPerSecond,
      bytesPerSecondMean: this.#bytesPerSecondMean,
    });
  }

  get #bytesPerSecondMean(): number {
    return this.#passBytesPerSecond ?? bytesPerSecond(this.#context);
  }
}
