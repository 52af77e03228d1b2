// What a scan that just ended, or still runs, knows: for its result and for its map file.

import type { OptionValue } from '../map-file/option-values.ts';
import type { RereadZone } from '../map-file/reread-zones.ts';
import type { MapState } from '../map-file/state.ts';
import { addLatencies, type LatencySummary, latencySummary } from '../reading/latency-summary.ts';
import { isDriveEngine } from '../reading/read-engine.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { DisturbedRange } from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';
import type { ScanContext } from './context.ts';
import { assertMapAgrees, blockCounts, blockCountsOf } from './coverage.ts';
import { laterOptions } from './map-options.ts';
import { goodTally, latenciesOf, tallyOf } from './previous-runs.ts';
import type { Evidence, ScanMode } from './result.ts';
import { bytesPerSecond, type Work } from './speed.ts';
import { slowZonesOf } from './zone-rates.ts';

export interface Clocks {
  readonly started: Date;
  /** null: it goes on, or was cut short. */
  readonly finished: Date | null;
  /** This run's, without pauses. */
  readonly elapsedSeconds: number;
  /** Of the pass. */
  readonly work: Work;
}

/** Throws ERR_DEFECT where the workers' counts and the map differ. */
export function liveEvidence(
  context: ScanContext,
  clocks: Clocks,
  disturbed: readonly DisturbedRange[],
): Evidence {
  const { target, plan, grid, map, findings, trouble, previous, control, baseline } = context;
  const counted = blockCounts(context);
  // A worker that was left behind may still count.
  const blocks = control.abandoned ? blockCountsOf(tallyOf(map), counted.GONE) : counted;
  assertMapAgrees(context, blocks);
  return {
    device: target.device,
    host: { ...context.host, labels: plan.labels },
    trouble,
    mapTrouble: null,
    started: previous.started ?? clocks.started,
    finished: clocks.finished,
    elapsedSeconds: previous.elapsedSeconds + clocks.elapsedSeconds,
    mode: modeOf(context),
    blocks,
    latencyUs: latencyUsOf(context),
    bytesPerSecond: bytesPerSecond(clocks.work, target.device.logicalBytes),
    disturbed,
    smart: context.smart,
    notes: allNotes(context),
    slowZones: slowZonesOf(grid, context.rereadZones),
    grid,
    map,
    findings,
    rules: plan.rules,
    baseline: baseline?.scan ?? null,
    ruleValues: new Map(),
  };
}

/** What the map file keeps beside bytes and findings. `options`: as packOptions gives them. */
export function mapState(
  context: ScanContext,
  clocks: Clocks,
  options: Readonly<Record<string, OptionValue>>,
): MapState {
  const { control, previous, findings, trouble, target } = context;
  const { jobs, depth, engine, command, node, cacheBypassed, narrowedBy } = modeOf(context);
  const { workers } = control;
  const latencies = addLatencies(latenciesOf(previous), workers);
  return {
    started: (previous.started ?? clocks.started).toISOString(),
    finished: clocks.finished?.toISOString() ?? null,
    complete: clocks.finished !== null && trouble === null,
    elapsedSeconds: previous.elapsedSeconds + clocks.elapsedSeconds,
    sectors: clocks.work.sectors,
    deviceNs: clocks.work.deviceNs,
    latencyCount: goodCount(context),
    latencySumNs: latencies.sumNs,
    latencyMinNs: Number.isFinite(latencies.minNs) ? latencies.minNs : 0,
    latencyMaxNs: latencies.maxNs,
    refineSpentMs: context.refineSpentMs,
    goneBlocks: blockCounts(context).GONE,
    cacheBypassed,
    engine,
    narrowedBy,
    command,
    node,
    jobs,
    depth,
    runs: previous.runs + 1,
    slowNotKept: findings.slowNotKept,
    recoveredSectors: findings.recoveredSectors,
    // What an earlier run had no room for, unless it is found anew.
    recordsLeftOut: context.plan.refine ? 0 : previous.recordsLeftOut,
    forgetFromLba: null,
    rereadZones: context.rereadZones === null ? null : packed(context.rereadZones),
    host: context.host,
    attachment: attachmentOf(target.device),
    smart: context.smart,
    compared: null,
    outcome: null,
    trouble,
    notes: context.notes,
    endNotes: endNotes(context),
    options: { ...laterOptions(previous.options), ...options },
    unknown: previous.unknown,
  };
}

function attachmentOf({ ids, slot, inUse }: Device): MapState['attachment'] {
  return { ids, slot, inUse };
}

function packed(zones: RereadZones): RereadZone[] {
  return [...zones].map(([index, speeds]) => [
    index,
    speeds.bytesPerSecond,
    speeds.againBytesPerSecond,
    speeds.expectedBytesPerSecond,
  ]);
}

function modeOf({ target, plan, control, previous, driveWay }: ScanContext): ScanMode {
  const site = target.passage?.site ?? null;
  const narrowedBy = isDriveEngine(plan.engine) ? plan.engine : driveWay.narrowedBy;
  const cached = control.workers.some((worker) => worker.cached) || !target.cacheBypassed;
  return {
    method: plan.method,
    command: site === null ? null : site.orders.join(', '),
    node: site?.path ?? driveWay.node ?? previous.node,
    blockSectors: plan.blockSectors,
    jobs: plan.jobs,
    depth: plan.depth,
    engine: plan.engine,
    cacheBypassed: !cached && previous.cacheBypassed,
    narrowedBy: narrowedBy === 'read' ? previous.narrowedBy : narrowedBy,
  };
}

/** Where nothing was read, as it was told. */
function latencyUsOf({ control, previous }: ScanContext): LatencySummary | null {
  const isIdle = control.workers.every((worker) => worker.goodReadings === 0);
  if (isIdle && previous.latencyUs !== null) return previous.latencyUs;
  return latencySummary(addLatencies(latenciesOf(previous), control.workers));
}

function goodCount({ control, previous }: ScanContext): number {
  const histogram = control.workers.map((worker) => worker.goodReadings);
  return histogram.reduce((sum, count) => sum + count, goodTally(previous.tally));
}

export function allNotes(context: ScanContext): string[] {
  const { notes, target } = context;
  const cached = !modeOf(context).cacheBypassed && target.cacheBypassed;
  return [
    ...notes,
    ...(cached
      ? ['the file system refuses reads that bypass its cache (O_DIRECT): read through the cache']
      : []),
    ...endNotes(context),
  ];
}

function endNotes({ endNotes, control, map }: ScanContext): string[] {
  if (!control.abandoned && !control.unanswered) return [...endNotes];
  const isUnread = tallyOf(map)[UNREAD_BYTE]! > 0;
  return [
    ...endNotes,
    `left while a read was still unanswered${isUnread ? ': its block is unread' : ''}`,
  ];
}
