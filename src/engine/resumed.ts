// What a map holds, as a scan that goes on takes it up, and as a report tells it.

import type { MapCompared } from '../map-file/compared.ts';
import type { MapContents } from '../map-file/contents.ts';
import type { MapState } from '../map-file/state.ts';
import { narrowerOf } from '../reading/drive-way.ts';
import { Findings } from '../reading/findings.ts';
import type { RereadZones } from '../vocabulary/slow-zones.ts';
import type { Resumed } from './context.ts';
import { latencyUsOf } from './outcome.ts';
import { type PreviousRuns, tallyOf } from './previous-runs.ts';

export function resumedOf(contents: MapContents, notes: readonly string[] = []): Resumed {
  const findings = findingsOf(contents);
  findings.slowNotKept = contents.state.slowNotKept;
  findings.recoveredNotListed = contents.state.recoveredSectors;
  return {
    map: contents.map,
    findings,
    previous: previousRunsOf(contents),
    notes: [...contents.state.notes, ...contents.notes, ...notes],
    endNotes: finishedOf(contents.state) === null ? [] : contents.state.endNotes,
  };
}

function rereadZonesOf(zones: NonNullable<MapState['rereadZones']>): RereadZones {
  return new Map(
    zones.map(([index, bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond]) => [
      index,
      { bytesPerSecond, againBytesPerSecond, expectedBytesPerSecond },
    ]),
  );
}

/** What its scan was compared with when it ended; null: nothing, or that is not kept. */
export function comparedOf({ closed, state: { compared, runs } }: MapContents): MapCompared | null {
  return closed && compared?.runs === runs ? compared : null;
}

/** When the scan was finished; null: it was not. */
export function finishedOf({ complete, finished }: MapState): Date | null {
  return complete && finished !== null ? new Date(finished) : null;
}

export function previousRunsOf({ state, map, closed }: MapContents): PreviousRuns {
  const { rereadZones, complete, outcome, runs } = state;
  return {
    ...state,
    started: new Date(state.started),
    narrowedBy: narrowerOf(state.narrowedBy),
    latencyUs: closed && outcome?.runs === runs ? latencyUsOf(outcome) : null,
    // A map of an older version that is complete is not read again for them.
    rereadZones: rereadZones === null && !complete ? null : rereadZonesOf(rereadZones ?? []),
    tally: tallyOf(map),
  };
}

function findingsOf(contents: MapContents): Findings {
  const { failed, bad, weak, slow } = contents.findings;
  const findings = new Findings();
  for (const { from, to, value } of failed) findings.failed.set(from, to, value);
  for (const { from, to, value } of bad) findings.bad.set(from, to, value);
  for (const { from, to, value } of weak) findings.weak.set(from, to, value);
  for (const block of slow) findings.slow.set(block.from, { ...block });
  return findings;
}
