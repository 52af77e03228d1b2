// What a scan came to, as its map file keeps it: finished or not.

import type { MapContents } from '../map-file/contents.ts';
import type { MapHeader } from '../map-file/header.ts';
import type { MapState } from '../map-file/state.ts';
import { narrowerOf } from '../reading/drive-way.ts';
import type { Findings } from '../reading/findings.ts';
import { latencySummary } from '../reading/latency-summary.ts';
import { isEngine } from '../reading/read-engine.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import type { Device } from '../vocabulary/device.ts';
import { Grid } from '../vocabulary/grid.ts';
import { defaultRules } from '../vocabulary/rules.ts';
import { isFastDisk } from '../vocabulary/slow-zones.ts';
import { SMART_NOT_KEPT, type SmartAnswers, unknownSmart } from '../vocabulary/smart.ts';
import { isUncomparedNote, UNCOMPARED } from './compared-notes.ts';
import { blockCountsOf } from './coverage.ts';
import { labelsOf, unpackOptions } from './map-options.ts';
import { latenciesOf } from './previous-runs.ts';
import { rememberedScan } from './remembered-scan.ts';
import { unresolvedLate } from './reread-slow.ts';
import { conclude, type ScanMode, type ScanResult } from './result.ts';
import { comparedOf, finishedOf, previousRunsOf, resumedOf } from './resumed.ts';
import { bytesPerSecond } from './speed.ts';
import { slowZonesOf } from './zone-rates.ts';

/** Makes late blocks that were not read again unread, in `contents.map`. Throws ERR_USAGE where the map
 * keeps an option that no scan could have, ERR_DEFECT as `conclude` does. */
export function storedResult(contents: MapContents): ScanResult {
  const { header, state, map } = contents;
  const { identity } = header;
  const { findings } = resumedOf(contents);
  const grid = new Grid(header.fromLba, header.toLba, header.blockSectors);
  forgetLate(findings, grid, map);
  const blockBytes = header.blockSectors * identity.logicalBytes;
  const previous = previousRunsOf(contents);
  const device = storedDevice(header, state);
  const kept = comparedOf(contents);
  return conclude({
    device,
    host: state.host === null ? null : { ...state.host, labels: labelsOf(state.options) },
    trouble: state.trouble,
    mapTrouble: null,
    started: new Date(state.started),
    finished: finishedOf(state),
    elapsedSeconds: state.elapsedSeconds,
    mode: storedMode(header, state),
    blocks: blockCountsOf(previous.tally, Math.min(state.goneBlocks, previous.tally[UNREAD_BYTE]!)),
    latencyUs: previous.latencyUs ?? latencySummary(latenciesOf(previous)),
    bytesPerSecond: bytesPerSecond(state, identity.logicalBytes),
    disturbed: contents.findings.disturbed,
    smart: storedSmart(state),
    notes: [...state.notes, ...state.endNotes, ...contents.notes, ...unkeptNotes(contents)],
    grid,
    map,
    findings,
    slowZones: slowZonesOf(grid, previous.rereadZones),
    rules: unpackOptions(state.options).rules ?? defaultRules(isFastDisk(identity, blockBytes)),
    baseline: kept === null ? null : rememberedScan(kept, device),
    ruleValues: keptRuleValues(contents),
  });
}

/** By what they were judged when the scan ended. */
function keptRuleValues({ closed, state: { outcome, runs } }: MapContents): Map<string, number> {
  const kept = closed && outcome?.runs === runs ? outcome.rules : [];
  return new Map(kept.map(([rule, value]) => [rule, value]));
}

/** In a map of a version that did not keep it, unknown. */
export function storedSmart({ smart }: MapState): SmartAnswers {
  return smart ?? unknownSmart(SMART_NOT_KEPT);
}

/** As it was attached when it was read. */
export function storedDevice({ identity }: MapHeader, { attachment }: MapState): Device {
  const { physicalFirstLba: _, ...device } = identity;
  return { ...device, ...(attachment ?? { ids: [], slot: null, inUse: null }) };
}

function unkeptNotes(contents: MapContents): string[] {
  const { attachment, options, notes } = contents.state;
  const isCompared = options.baseline === undefined || comparedOf(contents) !== null;
  return [
    ...(attachment !== null
      ? []
      : ['the map is of a version that did not keep who used the disk, nor its other names']),
    ...(isCompared || notes.some(isUncomparedNote)
      ? []
      : [`${UNCOMPARED}: the map does not hold what that said`]),
  ];
}

export function storedMode(header: MapHeader, state: MapState): ScanMode {
  return {
    method: header.method,
    command: state.command,
    node: state.node,
    blockSectors: header.blockSectors,
    jobs: state.jobs,
    depth: state.depth,
    engine: isEngine(state.engine) ? state.engine : 'pread',
    cacheBypassed: state.cacheBypassed,
    narrowedBy: narrowerOf(state.narrowedBy),
  };
}

/** As a scan does that ends before they are read again: nobody knows what they hold. */
function forgetLate(findings: Findings, grid: Grid, map: Uint8Array): void {
  for (const { from, to } of unresolvedLate(findings)) {
    for (let block = grid.blockOf(from); block < grid.blocks && grid.startOf(block) < to; block++) {
      map[block] = UNREAD_BYTE;
    }
    findings.forget(from, to);
  }
}
