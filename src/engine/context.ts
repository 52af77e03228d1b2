// What the phases of one disk's scan share.

import { allocateMap } from '../addon/surface-map.ts';
import { thisHost } from '../disks/host.ts';
import { DriveWay } from '../reading/drive-way.ts';
import { Findings } from '../reading/findings.ts';
import { SectorUnit } from '../reading/sector-unit.ts';
import { addressOf, type SweepContext } from '../reading/sweep-context.ts';
import { WorkerControl } from '../reading/worker-control.ts';
import { ERROR_CODES, type ErrorCode } from '../vocabulary/classes.ts';
import type { InspectedTarget } from '../vocabulary/device.ts';
import { Grid } from '../vocabulary/grid.ts';
import type { Host } from '../vocabulary/host.ts';
import type { BlockRange } from '../vocabulary/ranges.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';
import { SMART_NOT_KEPT, type SmartAnswers, unknownSmart } from '../vocabulary/smart.ts';
import { isBaselineNote } from './compared-notes.ts';
import type { Baseline } from './compared-scan.ts';
import type { ScanPlan } from './options.ts';
import { goodTally, NO_PREVIOUS_RUNS, type PreviousRuns } from './previous-runs.ts';
import { readRanges } from './unread.ts';

export interface ScanContext extends SweepContext {
  readonly plan: ScanPlan;
  readonly driveWay: DriveWay;
  readonly host: Host;
  readonly grid: Grid;
  /** Over `mapMemory`, until a worker had to be left that may yet write there. */
  map: Uint8Array;
  readonly mapMemory: SharedArrayBuffer;
  /** One counter: blocks of the disk that failed in the pass, and bad sectors known before. */
  readonly failedBlocks: SharedArrayBuffer;
  readonly findings: Findings;
  readonly unit: SectorUnit;
  /** To be added to the workers' counters: first readings that they did not count, or that do not
   * count any more. */
  readonly corrections: Record<ErrorCode, number>;
  /** Shares of the pass, of which blocks [first, next) are read: what was read before, upwards, then the pass's
   * own, not in order. */
  readonly shares: ScanShare[];
  readonly notes: string[];
  /** Why it ended before its end: a scan that goes on does not say it any more. */
  readonly endNotes: string[];
  /** Of earlier runs, which this one resumes. */
  readonly previous: PreviousRuns;
  /** Blocks whose byte changed but by being read: for the map file, which takes them out. */
  readonly rewritten: BlockRange[];
  stopping: boolean;
  /** The phase under way is to end with what it has; the next ones follow. */
  skipping: boolean;
  /** 0…1 of the phase under way, but for the pass, which has shares. */
  phaseDone: number;
  /** That narrowing took, on the disk's clock. */
  refineSpentMs: number;
  /** As PreviousRuns has them, of all runs. */
  rereadZones: RereadZones | null;
  /** Reads in flight a worker, at the end of the pass: the fewest. */
  leastDepth: number;
  /** How often bytes that were read became unread again. */
  rollbacks: number;
  /** What the result is compared with. */
  readonly baseline: Baseline | null;
  /** As far as it was asked. */
  smart: SmartAnswers;
}

/** Block indices of the grid. */
export interface ScanShare {
  readonly first: number;
  next: number;
  readonly end: number;
}

/** What a scan that goes on knows already. */
export interface Resumed {
  readonly map: Uint8Array;
  readonly findings: Findings;
  readonly previous: PreviousRuns;
  readonly notes: readonly string[];
  /** Of a scan that was finished: it is told again with them, if nothing is read. */
  readonly endNotes: readonly string[];
}

/** Throws ERR_USAGE where there are too many blocks for the machine's memory. */
export function newContext(
  target: InspectedTarget,
  asked: ScanPlan,
  resumed: Resumed | null,
  baseline: Baseline | null = null,
): ScanContext {
  const grid = new Grid(asked.fromLba, asked.toLba, asked.blockSectors);
  const plan = { ...asked, jobs: Math.min(asked.jobs, grid.blocks) };
  const map = resumed?.map ?? new Uint8Array(allocateMap(grid));
  const previous = resumed?.previous ?? NO_PREVIOUS_RUNS;
  const findings = resumed?.findings ?? new Findings();
  const corrections = Object.fromEntries(ERROR_CODES.map((code) => [code, 0]));
  const read = resumed === null ? [] : readRanges(map);
  const before = resumed?.notes.filter((note) => !isBaselineNote(note)) ?? [];
  const told = [target.notes, plan.notes, before, baseline?.notes ?? []];
  const notes = [...new Set(told.flat())];
  return {
    target,
    driveWay: new DriveWay(narrowingDrive(target, plan), plan.hangMs, (note) => notes.push(note)),
    host: thisHost(),
    address: addressOf(target, plan),
    plan,
    grid,
    map,
    mapMemory: map.buffer as SharedArrayBuffer,
    failedBlocks: failedBlocks(findings, grid),
    control: new WorkerControl(plan.jobs, target.clockRate, goodTally(previous.tally) > 0),
    findings,
    unit: new SectorUnit(target),
    corrections: corrections as Record<ErrorCode, number>,
    shares: read.map(({ first, end }) => ({ first, next: end, end })),
    baseline,
    notes,
    endNotes: [...(resumed?.endNotes ?? [])],
    previous,
    rewritten: [],
    trouble: null,
    stopping: false,
    skipping: false,
    phaseDone: 0,
    refineSpentMs: previous.refineSpentMs,
    rereadZones: previous.rereadZones,
    leastDepth: plan.depth,
    rollbacks: 0,
    smart:
      previous.smart ?? unknownSmart(previous.runs > 0 ? SMART_NOT_KEPT : 'it was not asked yet'),
  };
}

/** What is verified is narrowed as it was verified; what is read, through the drive where that can be had. */
function narrowingDrive({ drive }: InspectedTarget, { method }: ScanPlan) {
  return method === 'read' ? drive : undefined;
}

/** Bad sectors and failed blocks that are known, for `--max-bad`. */
function failedBlocks(findings: Findings, grid: Grid): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(4);
  const known = findings.bad.sectors + findings.failedBlocks(grid);
  Atomics.store(new Uint32Array(memory), 0, Math.min(known, 2 ** 32 - 1));
  return memory;
}
