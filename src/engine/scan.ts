// The scan of one disk, from waking it to its result: wake, pass, narrowing, again, narrowing of what
// failed then, retries. The whole policy of what is read in which order is in `#phases`.

import {
  CLASS_NAMES,
  ERROR_CODES,
  type ErrorCode,
  errorOfNative,
} from '../classes.ts';
import type { InspectedTarget } from '../device.ts';
import { Grid } from '../grid.ts';
import { native } from '../native.ts';
import { allocateMap } from '../surface-map.ts';
import { readAgain } from './again.ts';
import { Conductor, type Outcome } from './conductor.ts';
import type { ScanContext, ScanShare, Trouble } from './context.ts';
import { Crew } from './crew.ts';
import { Findings } from './findings.ts';
import { Narrowing } from './narrowing.ts';
import { planScan, type ScanOptions, type ScanPlan } from './options.ts';
import { Pass, takeFirstReading } from './pass.ts';
import type { WorkerPool } from './pool.ts';
import { type BlockCounts, blockCounts, bytesPerSecond, type ScanResult, scanResult } from './result.ts';
import { retryBad } from './retries.ts';
import type { Activity, Defect, Phase, Progress, ScanView } from './scan-view.ts';
import { SpeedMeter } from './speed.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Address } from './sweep.ts';
import { wholeRun } from './whole-run.ts';

const TICK_MS = 250;
const TICKS_A_SHRINK = 4;

export class Scan implements ScanView {
  readonly grid: Grid;
  readonly map: Uint8Array;
  readonly plan: ScanPlan;
  #phase: Phase = 'waiting';
  #paused = false;
  #context: ScanContext | null = null;
  #pass: Pass | null = null;
  #speed: SpeedMeter | null = null;
  readonly #watch = new Stopwatch();
  #started: Date | null = null;
  /** Of the pass, once it has ended. */
  #passEnd: { sectors: number; bytesPerSecond: number } | null = null;

  /** Throws ERR_USAGE where the options do not fit the disk. */
  constructor(
    readonly target: InspectedTarget,
    options: ScanOptions,
  ) {
    const plan = planScan(target, options);
    this.grid = new Grid(plan.fromLba, plan.toLba, plan.blockSectors);
    this.plan = { ...plan, jobs: Math.min(plan.jobs, this.grid.blocks) };
    this.map = new Uint8Array(allocateMap(this.grid));
  }

  get device() {
    return this.target.device;
  }

  get jobs(): number {
    return this.plan.jobs;
  }

  /** Resolves when nothing more is read. Rejects only for a defect of surfscan. */
  async run(pool: WorkerPool): Promise<ScanResult> {
    const context = this.#begin(pool);
    const conductor = new Conductor(context);
    const ticker = setInterval(() => this.#tick(context), TICK_MS);
    this.#started = new Date();
    this.#watch.start();
    try {
      await this.#phases(context, conductor);
    } finally {
      clearInterval(ticker);
      this.#watch.stop();
      this.#pass?.refresh();
      this.#phase = 'ended';
    }
    return scanResult(context, {
      started: this.#started,
      finished: new Date(),
      elapsedSeconds: this.#watch.seconds,
      bytesPerSecond: this.#passEnd?.bytesPerSecond ?? bytesPerSecond(context),
    });
  }

  pause(): void {
    if (this.#phase === 'ended') return;
    this.#paused = true;
    this.#context?.crew.pause();
    if (this.#watch.running) this.#watch.stop();
  }

  resume(): void {
    this.#paused = false;
    this.#context?.crew.resume();
    if (this.#phase !== 'ended' && this.#phase !== 'waiting') this.#watch.start();
  }

  stop(): void {
    if (this.#context === null || this.#context.stopping) return;
    this.#context.stopping = true;
    this.#context.crew.stop();
  }

  /** True if a worker had to be left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.#context?.crew.abandoned ?? false;
  }

  async #phases(context: ScanContext, conductor: Conductor): Promise<void> {
    this.#phase = 'pass';
    const firstBlock = await this.#wake(context, conductor);
    this.#pass = new Pass(context, conductor, firstBlock);
    let outcome: Outcome = context.trouble === null ? await this.#pass.run() : 'lost';
    this.#passEnd = { sectors: sectorsRead(context), bytesPerSecond: bytesPerSecond(context) };
    const goesOn = () => outcome !== 'lost' && outcome !== 'stopped' && !context.stopping;
    const narrowing = new Narrowing(context, conductor);
    const narrow = async () => {
      if (!goesOn() || !this.plan.refine || context.findings.failed.length === 0) return;
      this.#enter('narrowing');
      outcome = await narrowing.run();
    };
    await narrow();
    if (goesOn() && context.findings.slow.size > 0) {
      this.#enter('again');
      outcome = await readAgain(context, conductor);
      await narrow();
    }
    if (goesOn() && this.plan.retries > 0) {
      this.#enter('retries');
      outcome = await retryBad(context, conductor);
    }
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#context!.phaseDone = 0;
  }

  /**
   * A disk in standby takes seconds to spin up: one untimed read of the first block. If it fails, that
   * is the block's first reading. Images and simulated disks do not sleep. Returns the pass's first
   * block.
   */
  async #wake(context: ScanContext, conductor: Conductor): Promise<number> {
    if (this.device.kind !== 'block') return 0;
    const { grid, map, crew, plan, corrections } = context;
    let failed = false;
    await conductor.conduct(
      crew.probe,
      {
        runs: [wholeRun(grid.fromLba, grid.endOf(0), plan.blockSectors, 0)],
        unitSectors: plan.blockSectors,
        phaseLba: 0,
      },
      (reading) => {
        failed = true;
        const { byte, code } = errorOfNative(reading.error);
        map[0] = byte!;
        corrections[code]++;
        Atomics.add(new Uint32Array(context.failedBlocks), 0, 1);
        takeFirstReading(context, reading);
      },
    );
    if (failed) context.shares.push({ first: 0, next: 1, end: 1 });
    if (context.trouble?.code === 'ERR_GONE') corrections.GONE++;
    return failed ? 1 : 0;
  }

  #begin(pool: WorkerPool): ScanContext {
    const { target, plan, grid, map } = this;
    const crew = new Crew(plan.jobs, pool, target.clockRate);
    this.#speed = new SpeedMeter(crew, target.device.logicalBytes);
    this.#context = {
      target,
      address: addressOf(target),
      plan,
      grid,
      map,
      mapMemory: map.buffer as SharedArrayBuffer,
      failedBlocks: new SharedArrayBuffer(4),
      crew,
      findings: new Findings(),
      corrections: Object.fromEntries(ERROR_CODES.map((code) => [code, 0])) as Record<
        ErrorCode,
        number
      >,
      shares: [],
      notes: [...target.notes],
      trouble: null,
      stopping: false,
      phaseDone: 0,
      rollbacks: 0,
    };
    if (this.#paused) crew.pause();
    return this.#context;
  }

  #ticks = 0;
  #tick({ crew, plan }: ScanContext): void {
    this.#pass?.refresh();
    this.#speed?.sample();
    const late = crew.lateWorkers(plan.timeoutMs);
    if (late.size > 0) crew.hold(late);
    else crew.release();
    if (++this.#ticks % TICKS_A_SHRINK === 0 && this.#phase === 'pass') this.#pass?.shrink();
  }

  newestDefects(limit: number): readonly Defect[] {
    return this.#context?.findings.newest(limit) ?? [];
  }

  progress(): Progress {
    const context = this.#context;
    this.#pass?.refresh();
    const totalSectors = this.plan.toLba - this.plan.fromLba;
    const shares: readonly ScanShare[] = context?.shares ?? [];
    const doneSectors = this.#doneSectors(shares);
    const elapsedSeconds = this.#watch.seconds;
    const inPass = this.#phase === 'pass' || this.#phase === 'waiting';
    const phaseDone = inPass ? doneSectors / totalSectors : (context?.phaseDone ?? 0);
    const { findings } = context ?? { findings: null };
    return {
      phase: this.#phase,
      activity: this.#activity(),
      blocks: this.#counts(),
      currentLba: this.#currentLba(),
      doneSectors,
      totalSectors,
      phaseDone,
      bytesPerSecondNow: this.#speed?.bytesPerSecond ?? 0,
      bytesPerSecondMean:
        this.#passEnd?.bytesPerSecond ?? (context === null ? 0 : bytesPerSecond(context)),
      elapsedSeconds,
      remainingSeconds:
        inPass && doneSectors > 0
          ? (elapsedSeconds * (totalSectors - doneSectors)) / doneSectors
          : null,
      badSectors: findings?.bad.sectors ?? 0,
      failedBlocksLeft: this.#failedBlocksLeft(),
      weakSectors: findings?.weak.sectors ?? 0,
      slowBlocks: findings === null ? 0 : findings.slow.size + findings.slowNotKept,
      wait: context?.crew.wait ?? null,
      shares: [...shares].sort((a, b) => a.first - b.first),
      rollbacks: context?.rollbacks ?? 0,
      trouble: context?.trouble?.message ?? null,
    };
  }

  get trouble(): Trouble | null {
    return this.#context?.trouble ?? null;
  }

  #counts(): BlockCounts {
    if (this.#context !== null) return blockCounts(this.#context);
    const names = [...CLASS_NAMES, ...ERROR_CODES].map((name) => [name, 0]);
    return { ...Object.fromEntries(names), unread: this.grid.blocks };
  }

  #doneSectors(shares: readonly ScanShare[]): number {
    let sum = 0;
    for (const { first, next } of shares) {
      if (next > first) sum += this.grid.endOf(next - 1) - this.grid.startOf(first);
    }
    return sum;
  }

  #currentLba(): number {
    const context = this.#context;
    if (context === null) return this.plan.fromLba;
    if (this.#phase !== 'pass') return context.crew.workers[0]!.inFlightLba;
    return Math.max(this.plan.fromLba, ...context.crew.workers.map((worker) => worker.inFlightLba));
  }

  #failedBlocksLeft(): number {
    const { findings } = this.#context ?? {};
    if (findings === undefined) return 0;
    let blocks = 0;
    for (const { from, to } of findings.failed.items) {
      blocks += this.grid.blockOf(to - 1) - this.grid.blockOf(from) + 1;
    }
    return blocks;
  }

  #activity(): Activity {
    if (this.#phase === 'ended') return 'ended';
    if (this.#context?.stopping) return 'stopping';
    return this.#paused ? 'paused' : 'running';
  }
}

function addressOf({ device, address, simSharedBytes }: InspectedTarget): Address {
  if (device.kind !== 'sim') {
    return { kind: 'path', path: address, imageSectorBytes: device.logicalBytes };
  }
  const shared = new SharedArrayBuffer(simSharedBytes);
  native.resetSim(address, new Uint8Array(shared));
  return { kind: 'sim', spec: address, shared };
}

function sectorsRead({ crew }: ScanContext): number {
  return crew.workers.reduce((sum, worker) => sum + worker.sectors, 0);
}

