// A run: several disks side by side, all planned before any is read, paused and stopped together.

import { assertDistinct } from '../disks/inspect.ts';
import { WorkerPool } from '../reading/pool.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { defect, SurfscanError, usageError } from '../vocabulary/errors.ts';
import { openBaseline } from './baseline.ts';
import { chosenTargets } from './chosen-targets.ts';
import { type MapRequest, mapPaths } from './map-names.ts';
import { openMap, roomless } from './map-open.ts';
import { MOST_DEPTH, MOST_JOBS, type ScanOptions } from './options.ts';
import type { RunEntry } from './run-entry.ts';
import { Scan, type ScanMap } from './scan.ts';
import type { RunControl } from './scan-view.ts';
import { ALL_AT_ONCE, type AtOnce, inTurns } from './turns.ts';

/** A worker thread takes 8 MiB; Node aborts where the system gives it no more. */
const MOST_THREADS = 1024;

/** A run goes this way once. `stop`, `pause` and `resume` are for any stage. */
type Stage = 'planned' | 'being prepared' | 'prepared' | 'scanning' | 'ended' | 'forsaken';

export class Run implements RunControl {
  readonly scans: readonly Scan[];
  #stage: Stage = 'planned';

  private constructor(
    scans: readonly Scan[],
    private readonly maps: MapRequest | null,
    private readonly started: WorkerPool | null,
  ) {
    this.scans = scans;
  }

  /**
   * Plans a scan of each target, `map` with it where its result is to be kept; nothing is read yet.
   * Throws ERR_USAGE where the options do not fit a disk, a map does not, or two targets are the same
   * disk; ERR_METHOD where one cannot be verified that is to be. `started`: threads that are the run's from now on, of use where it has as many workers.
   */
  static async plan(
    named: readonly InspectedTarget[],
    options: ScanOptions,
    map: MapRequest | null = null,
    started: WorkerPool | null = null,
  ): Promise<Run> {
    if (named.length === 0) throw usageError('expected at least one target');
    if (options.jobs !== undefined && !(options.jobs >= 1 && options.jobs <= MOST_JOBS)) {
      throw usageError(`expected 1 to ${MOST_JOBS} jobs, got ${options.jobs}`);
    }
    if (options.depth !== undefined && !(options.depth >= 1 && options.depth <= MOST_DEPTH)) {
      throw usageError(`expected a depth of 1 to ${MOST_DEPTH}, got ${options.depth}`);
    }
    if (options.baseline !== undefined && named.length > 1) {
      throw usageError(`--baseline is of one disk: expected one target, got ${named.length}`);
    }
    await assertDistinct(named);
    const targets = await chosenTargets(named, map, options);
    const maps = map === null ? targets.map(() => null) : await openMaps(targets, map, options);
    try {
      const scans: Scan[] = [];
      for (const [i, target] of targets.entries()) {
        const map = maps[i]!;
        const opened = map !== null && 'options' in map ? map : null;
        const baseline = await openBaseline(target, opened, options);
        scans.push(new Scan(target, options, map, baseline));
      }
      assertThreads(scans);
      return new Run(scans, map, started);
    } catch (cause) {
      await closeMaps(maps);
      throw cause;
    }
  }

  /**
   * Makes the maps that are new. Throws ERR_USAGE where one cannot be there, ERR_MAP_SPACE where one has no
   * room and ERR_MAP where it cannot be written, unless maps are optional: the run is forsaken then. And
   * ERR_USAGE for a run that is past that.
   */
  async prepare(): Promise<void> {
    this.#assertStage('prepare', ['planned']);
    this.#stage = 'being prepared';
    try {
      await this.#makeMaps();
      this.#stage = 'prepared';
    } catch (cause) {
      await this.#forsake();
      throw cause;
    }
  }

  /** None where one has no room. */
  async #makeMaps(): Promise<void> {
    if (this.maps === null) return;
    const { optional = false } = this.maps;
    const refused = await roomless(
      this.scans.flatMap((scan) => scan.newMap ?? []),
      this.maps,
    );
    if (!optional) for (const noRoom of refused.values()) throw noRoom;
    for (const scan of this.scans) {
      await scan.prepare(refused.get(scan.newMap?.path ?? '') ?? null, optional);
    }
  }

  /** Gives up what was planned, if it is not to run. Harmless when it has ended. Throws ERR_USAGE while it
   * scans: it would lose its maps. */
  async forsake(): Promise<void> {
    if (this.#stage === 'ended') return;
    this.#assertStage('forsake', ['planned', 'prepared', 'forsaken']);
    await this.#forsake();
  }

  async #forsake(): Promise<void> {
    this.#stage = 'forsaken';
    await Promise.all(this.scans.map((scan) => scan.forsake()));
  }

  #assertStage(call: string, expected: readonly Stage[]): void {
    if (expected.includes(this.#stage)) return;
    throw usageError(
      `${call}: expected a run that is ${expected.join(' or ')}, it is ${this.#stage}`,
    );
  }

  get paused(): boolean {
    const onward = this.scans.filter((scan) => !scan.hasEnded);
    return onward.length > 0 && onward.every((scan) => scan.paused);
  }

  pause(): void {
    for (const scan of this.scans) scan.pause();
  }

  resume(): void {
    for (const scan of this.scans) scan.resume();
  }

  /** Every scan ends at its next block, with what it has. Harmless twice. */
  stop(): void {
    for (const scan of this.scans) scan.stop();
  }

  #pool({ all }: AtOnce): WorkerPool {
    const jobs = this.scans.map((scan) => scan.jobs).sort((a, b) => b - a);
    const threads = jobs.slice(0, all).reduce((sum, each) => sum + each, 0);
    if (this.started?.threads === threads) return this.started;
    void this.started?.close();
    return new WorkerPool(threads);
  }

  /** True if a worker was left in a read that does not return: only `exitNow` ends the process. */
  get leftReadBehind(): boolean {
    return this.scans.some((scan) => scan.leftReadBehind);
  }

  /** Maps whose file systems did not take their ends: only `exitNow` ends the process, when they do. */
  get mapsLeftBehind(): readonly string[] {
    return this.scans.flatMap((scan) => scan.mapLeftBehind ?? []);
  }

  /**
   * Scans all disks side by side. Results in the order of the targets; a scan that met a defect of
   * surfscan leaves the error in its place, and the others go on. Prepares what is not prepared. Throws
   * ERR_USAGE the second time. `ended` is told whenever a scan ends, with the entries as they stand.
   */
  async scan(
    ended: (entries: readonly RunEntry[]) => void = () => {},
    atOnce = ALL_AT_ONCE,
  ): Promise<readonly RunEntry[]> {
    this.#assertStage('scan', ['planned', 'prepared']);
    if (this.#stage === 'planned') await this.prepare();
    this.#stage = 'scanning';
    const pool = this.#pool(atOnce);
    try {
      const entries = this.scans.map(({ device }): RunEntry => ({ device, error: null }));
      const controllers = this.scans.map((scan) => scan.controller);
      await inTurns(controllers, atOnce, async (i) => {
        entries[i] = await entryOf(this.scans[i]!, pool);
        ended([...entries]);
      });
      return entries;
    } finally {
      this.#stage = 'ended';
      // Nobody need wait for threads that have nothing to do.
      if (!this.leftReadBehind) void pool.close();
    }
  }
}

function assertThreads(scans: readonly Scan[]): void {
  const threads = scans.reduce((sum, scan) => sum + scan.jobs, 0);
  if (threads <= MOST_THREADS) return;
  throw usageError(
    `${scans.length} targets with ${threads} workers in all: expected at most ` +
      `${MOST_THREADS} workers; use --jobs 1, or several runs`,
  );
}

/** All maps that are there, or none: what was opened is closed again. */
async function openMaps(
  targets: readonly InspectedTarget[],
  request: MapRequest,
  options: ScanOptions,
): Promise<ScanMap[]> {
  const maps: ScanMap[] = [];
  try {
    for (const [i, path] of (await mapPaths(targets, request)).entries()) {
      maps.push(await openMap(path, targets[i]!, request, options));
    }
    return maps;
  } catch (cause) {
    await closeMaps(maps);
    throw cause;
  }
}

async function closeMaps(maps: readonly (ScanMap | null)[]): Promise<void> {
  for (const map of maps) if (map !== null && 'file' in map) await map.file?.close(true);
}

async function entryOf(scan: Scan, pool: WorkerPool): Promise<RunEntry> {
  try {
    return await scan.run(pool);
  } catch (cause) {
    const known = cause instanceof SurfscanError;
    const error = known ? cause : defect(`a scan failed: ${String(cause)}`, { cause });
    return { device: scan.device, error };
  }
}
