// The scan of one disk, from its first read to its result, with its map file, its clocks and its watches.
// What is read in which order is phases.ts'.

import { MapLayout } from '../map-file/format.ts';
import type { SizedMap } from '../map-file/room.ts';
import type { MapState } from '../map-file/state.ts';
import { HangWatch } from '../reading/hang-watch.ts';
import type { WorkerPool } from '../reading/pool.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import type { SurfscanError } from '../vocabulary/errors.ts';
import type { Baseline } from './compared-scan.ts';
import { newContext } from './context.ts';
import { ForeignWatch } from './foreign-watch.ts';
import { HeatWatch } from './heat-watch.ts';
import { LiveScan } from './live-scan.ts';
import { MapAutosave } from './map-autosave.ts';
import {
  createMap,
  isToldAgain,
  isUnwritable,
  type NewMap,
  type OpenedMap,
  STAYS_NOTE,
} from './map-open.ts';
import { packOptions } from './map-options.ts';
import { planScan, type ScanOptions } from './options.ts';
import { endedState } from './remembered-scan.ts';
import { conclude, type ScanResult } from './result.ts';
import { type Clocks, liveEvidence, mapState } from './result-live.ts';
import { forgetUnresolvedLate, keepApart } from './rollback.ts';
import type { EarlierRuns } from './scan-view.ts';
import { SmartWitness } from './smart-witness.ts';

const TICK_MS = 250;
const TICKS_A_SHRINK = 4;

/** A scan's map file. */
export type ScanMap = OpenedMap | NewMap;

export class Scan extends LiveScan {
  /** Where its result is kept; null: nowhere. */
  readonly mapPath: string | null;
  readonly #options: ScanOptions;
  readonly #smart: SmartWitness;
  readonly #opened: OpenedMap | null;
  #autosave: MapAutosave | null = null;
  /** Why there is no map at all. */
  #noMap: Trouble | null = null;
  #foreign: ForeignWatch | null = null;
  #heat: HeatWatch | null = null;
  #started = new Date();
  #ticks = 0;
  #hangWatch: HangWatch | null = null;

  /** Plans; nothing is read yet. Throws ERR_USAGE where the options do not fit the disk or the map. */
  constructor(
    target: InspectedTarget,
    options: ScanOptions,
    private readonly scanMap: ScanMap | null = null,
    baseline: Baseline | null = null,
  ) {
    const opened = scanMap !== null && 'file' in scanMap ? scanMap : null;
    const plan = opened?.plan ?? planScan(target, options);
    super(newContext(target, plan, opened?.resumed ?? null, baseline));
    this.mapPath = scanMap?.path ?? null;
    this.#opened = opened;
    this.#options = opened?.options ?? options;
    this.#smart = new SmartWitness(this.context);
  }

  /** As InspectedTarget has it. */
  get controller(): string | undefined {
    return this.context.target.controller;
  }

  get earlier(): EarlierRuns | null {
    if (this.#opened === null) return null;
    const { doneSectors, totalSectors } = this.progress();
    const finished = isToldAgain(this.#opened) ? this.#opened.finished : null;
    return { read: doneSectors / totalSectors, finished };
  }

  /** True if a worker had to be left in a read that does not return. */
  get leftReadBehind(): boolean {
    return this.context.control.abandoned;
  }

  /** The map whose file system did not take its end; null: all is written. */
  get mapLeftBehind(): string | null {
    return this.#autosave?.isLeftBehind === true ? this.mapPath : null;
  }

  /** The map file that `prepare` makes; null: none. */
  get newMap(): SizedMap | null {
    if (this.scanMap === null || this.#opened !== null) return null;
    return { path: this.scanMap.path, bytes: new MapLayout(this.context.plan).bytes, isNew: true };
  }

  /**
   * Makes the scan's map file, of its full size, if it is to have a new one. `noRoom`: why it can have
   * none, known before. Throws ERR_USAGE where it cannot be there, and ERR_MAP or ERR_MAP_SPACE where its
   * file system does not take it; an `optional` one is done without, and `progress` has an `alarm` then.
   */
  async prepare(noRoom: SurfscanError | null = null, optional = false): Promise<void> {
    if (this.scanMap === null) return;
    const { path } = this.scanMap;
    try {
      const refused = noRoom ?? this.#opened?.noFile;
      if (refused != null) throw refused;
      if (this.#opened !== null && isToldAgain(this.#opened)) return;
      const state = this.#mapState(null);
      const isBest = this.#options.method === 'auto';
      const file = this.#opened?.file ?? (await createMap(path, this.context, state, isBest));
      this.#autosave = new MapAutosave(path, file, {
        context: this.context,
        refresh: () => this.phases.refresh(),
        unverified: () => this.phases.unverified,
        state: () => this.#mapState(null),
        disturbed: () => this.#disturbed,
      });
    } catch (cause) {
      if (!optional || !isUnwritable(cause)) throw cause;
      const { code, errno, message } = cause;
      this.#noMap = { code, errno, message: `${message}; the scan goes on without it` };
      this.context.notes.push(`no map is kept: ${message}`);
    }
  }

  /** Closes the map file: the scan will not run. */
  async forsake(): Promise<void> {
    if (this.#autosave !== null) await this.#autosave.forsake();
    else await this.#opened?.file?.close(true);
  }

  /** Resolves when nothing more is read. Rejects only for a defect of surfscan: the map stays open, with
   * what was written last. */
  async run(pool: WorkerPool): Promise<ScanResult> {
    try {
      return await this.#run(pool);
    } catch (cause) {
      await this.#autosave?.abandon();
      throw cause;
    }
  }

  async #run(pool: WorkerPool): Promise<ScanResult> {
    const context = this.context;
    context.control.employ(pool);
    if (this.#opened?.finished == null) await this.#smart.before();
    this.#heat = await HeatWatch.begin(context, (isHot) => this.hold(isHot));
    this.#foreign = await ForeignWatch.begin(context, this.scanMap?.path ?? null, this.#disturbed);
    this.#hangWatch = new HangWatch(context);
    const ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#started = new Date();
    this.#autosave?.begin();
    this.startWatch();
    let complete = false;
    try {
      complete = await this.phases.run();
    } finally {
      clearInterval(ticker);
      this.#heat?.end();
      this.watch.stop();
      this.phases.end();
      await this.#foreign.end();
    }
    if (!this.phases.isIdle) await this.#smart.after();
    return this.#conclude(complete);
  }

  async #conclude(complete: boolean): Promise<ScanResult> {
    const context = this.context;
    if (context.control.abandoned) keepApart(context);
    forgetUnresolvedLate(context);
    const finished = complete ? (this.#finishedBefore ?? new Date()) : null;
    if (this.#finishedBefore !== null && this.#opened!.judgedBy.length > 0) {
      context.notes.push(`${STAYS_NOTE}: ${this.#opened!.judgedBy.join(', ')}`);
    }
    const result = conclude(liveEvidence(context, this.#clocks(finished), this.#disturbed));
    const isTold = this.#finishedBefore !== null;
    const state = isTold ? null : endedState(context, this.#mapState(result.finished), result);
    await this.#autosave?.end(state);
    // The last of it was written only now.
    const notes = [...new Set([...result.notes, ...context.notes])];
    return { ...result, notes, mapTrouble: this.mapTrouble };
  }

  /** A finished scan in which nothing was left to read keeps its time. */
  get #finishedBefore(): Date | null {
    return this.phases.isIdle ? (this.#opened?.finished ?? null) : null;
  }

  protected override get mapTrouble(): Trouble | null {
    return this.#autosave?.trouble ?? this.#noMap;
  }

  protected override get caution(): string | null {
    return this.#autosave?.caution ?? this.#heat?.caution ?? this.#smart.caution;
  }

  override stop(): void {
    super.stop();
    this.#smart.stop();
    this.#heat?.stop();
  }

  get #disturbed(): readonly DisturbedRange[] {
    return this.#foreign?.entries() ?? this.#opened?.disturbed ?? [];
  }

  #clocks(finished: Date | null): Clocks {
    return {
      started: this.#started,
      finished,
      elapsedSeconds: this.#finishedBefore === null ? this.watch.seconds : 0,
      work: this.phases.passWork,
    };
  }

  #mapState(finished: Date | null): MapState {
    return mapState(this.context, this.#clocks(finished), packOptions(this.#options));
  }

  #tick(): void {
    const { control, plan } = this.context;
    this.#hangWatch?.check();
    // A sweep may have begun just then.
    if (this.context.skipping) control.halt();
    this.phases.refresh();
    this.sample();
    const late = control.lateWorkers(plan.timeoutMs);
    if (late.size > 0) control.hold(late);
    else control.release();
    if (++this.#ticks % TICKS_A_SHRINK === 0) this.phases.shrink();
  }
}
