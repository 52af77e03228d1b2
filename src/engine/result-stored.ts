// What a scan came to, as its map file keeps it: finished or not.

import type { MapContents } from '../map-file/contents.ts';
import type { Findings } from '../reading/findings.ts';
import { latencySummary } from '../reading/latency-summary.ts';
import { isEngine } from '../reading/read-engine.ts';
import { UNREAD_BYTE } from '../vocabulary/classes.ts';
import { Grid } from '../vocabulary/grid.ts';
import { defaultRules } from '../vocabulary/rules.ts';
import { isFastDisk } from '../vocabulary/slow-zones.ts';
import { blockCountsOf } from './coverage.ts';
import { finishedOf, previousRunsOf, resumedOf } from './map-open.ts';
import { unpackOptions } from './map-options.ts';
import { latenciesOf } from './previous-runs.ts';
import { unresolvedLate } from './reread-slow.ts';
import { conclude, type ScanResult } from './result.ts';
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
  const { physicalFirstLba: _, ...device } = identity;
  return conclude({
    device: { ...device, inUse: [] },
    trouble: state.trouble,
    mapTrouble: null,
    started: new Date(state.started),
    finished: finishedOf(state),
    elapsedSeconds: state.elapsedSeconds,
    mode: {
      blockSectors: header.blockSectors,
      jobs: state.jobs,
      depth: state.depth,
      engine: isEngine(state.engine) ? state.engine : 'pread',
      cacheBypassed: state.cacheBypassed,
    },
    blocks: blockCountsOf(previous.tally, Math.min(state.goneBlocks, previous.tally[UNREAD_BYTE]!)),
    latencyUs: latencySummary(latenciesOf(previous)),
    bytesPerSecond: bytesPerSecond(state, identity.logicalBytes),
    disturbed: contents.findings.disturbed,
    notes: [...state.notes, ...state.endNotes, ...contents.notes],
    grid,
    map,
    findings,
    slowZones: slowZonesOf(grid, previous.rereadZones),
    rules: unpackOptions(state.options).rules ?? defaultRules(isFastDisk(identity, blockBytes)),
  });
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
