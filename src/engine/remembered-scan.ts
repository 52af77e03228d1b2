// What a scan was compared with, to and from what its map keeps of that.

import { COMPARED_LEFT_OUT_NOTE, type KeptZones, type MapCompared } from '../map-file/compared.ts';
import { hasRoom } from '../map-file/snapshot.ts';
import type { MapState } from '../map-file/state.ts';
import { isEngine } from '../reading/read-engine.ts';
import type { SlowBlock } from '../vocabulary/defects.ts';
import type { Device } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { Grid } from '../vocabulary/grid.ts';
import { lastReading } from '../vocabulary/smart.ts';
import { slowTwice, stepsUnder } from './compare-slow.ts';
import { type EarlierScan, type RememberedScan, readRanges } from './compared-scan.ts';
import type { ScanContext } from './context.ts';
import { inside, outside } from './masks.ts';
import { outcomeOf } from './outcome.ts';
import type { ScanResult } from './result.ts';
import { summaryOf } from './summary.ts';
import type { ZoneChanges } from './zone-changes.ts';

const MILLIONTHS = 1e6;

/** Of a scan that ended: with what it came to, and, if there is room, what it was compared with. */
export function endedState(
  { baseline, findings, notes }: ScanContext,
  state: MapState,
  result: ScanResult,
): MapState {
  const { runs } = state;
  const outcome = outcomeOf(summaryOf(result), runs);
  const old = baseline?.scan ?? null;
  if (old === null || result.compared === null) return { ...state, outcome };
  const { zones } = result.compared;
  const compared = keptComparison(old, { slow: findings.slow.upwards(), zones, runs });
  const whole = { ...state, outcome, compared };
  if (hasRoom(whole)) return whole;
  notes.push(COMPARED_LEFT_OUT_NOTE);
  return { ...state, outcome };
}

/** `slow`: of the scan that it was compared with, which found `zones` to have moved. */
export function keptComparison(
  old: EarlierScan,
  { slow, zones, runs }: { slow: readonly SlowBlock[]; zones: ZoneChanges; runs: number },
): MapCompared {
  const { result, grid } = old;
  const { mode, coverage, latencyUs, smart } = result;
  const last = lastReading(smart);
  return {
    runs,
    started: result.started.toISOString(),
    finished: result.finished?.toISOString() ?? null,
    fromLba: grid.fromLba,
    toLba: grid.toLba,
    blockSectors: mode.blockSectors,
    jobs: mode.jobs,
    depth: mode.depth,
    engine: mode.engine,
    method: mode.method,
    good: coverage.good,
    bad: coverage.bad,
    unread: coverage.unread,
    latencyUs: latencyUs === null ? null : [latencyUs.p50, latencyUs.p99, latencyUs.p99_9],
    smart: { before: last, after: last },
    badExtents: result.bad,
    unreadRanges: outside([wholeOf(grid)], readRanges(old)),
    disturbed: result.disturbed,
    slow: slowTwice(old.slow),
    steps: stepsUnder(slow, old),
    zones: keptZones(zones),
  };
}

/** Throws ERR_USAGE where no scan of the disk could have been that. */
export function rememberedScan(kept: MapCompared, device: Device): RememberedScan {
  const { fromLba, toLba, blockSectors, jobs, depth, engine, method, good, bad, unread } = kept;
  if (toLba > device.sectors) {
    throw usageError(`the map keeps an odd baseline: expected at most ${device.sectors} sectors`);
  }
  const grid = new Grid(fromLba, toLba, blockSectors);
  const within = <T extends { from: number; to: number }>(list: readonly T[]) =>
    inside(list, [wholeOf(grid)]);
  const [p50, p99, p99_9] = kept.latencyUs ?? [];
  return {
    grid,
    read: outside([wholeOf(grid)], kept.unreadRanges),
    steps: kept.steps,
    zones: zonesOf(kept.zones),
    slow: kept.slow,
    result: {
      device,
      started: new Date(kept.started),
      finished: kept.finished === null ? null : new Date(kept.finished),
      range: { firstLba: fromLba, lastLba: toLba - 1 },
      mode: { blockSectors, jobs, depth, engine: isEngine(engine) ? engine : 'pread', method },
      coverage: { total: toLba - fromLba, good, bad, unread },
      latencyUs: kept.latencyUs === null ? null : { p50: p50!, p99: p99!, p99_9: p99_9! },
      bad: within(kept.badExtents),
      disturbed: within(kept.disturbed),
      smart: kept.smart,
    },
  };
}

const wholeOf = ({ fromLba, toLba }: Grid) => ({ from: fromLba, to: toLba });

function keptZones({ noise, changed, ...zones }: ZoneChanges): KeptZones {
  const millionths = (part: number) => Math.round(part * MILLIONTHS);
  return {
    ...zones,
    noise: noise === null ? null : millionths(noise),
    changed: changed.map((zone) => ({ ...zone, noise: millionths(zone.noise) })),
  };
}

function zonesOf({ noise, changed, ...zones }: KeptZones): ZoneChanges {
  return {
    ...zones,
    noise: noise === null ? null : noise / MILLIONTHS,
    changed: changed.map((zone) => ({ ...zone, noise: zone.noise / MILLIONTHS })),
  };
}
