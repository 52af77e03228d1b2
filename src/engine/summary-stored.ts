// The summary of a scan that ended, from what its map keeps of it.

import type { EndedScan } from '../map-file/ended.ts';
import { labelsOf } from './map-options.ts';
import { blocksOf, latencyUsOf } from './outcome.ts';
import { verdictOf } from './result.ts';
import { storedDevice, storedMode, storedSmart } from './result-stored.ts';
import { finishedOf } from './resumed.ts';
import { bytesPerSecond } from './speed.ts';
import type { ScanSummary } from './summary.ts';

/** Null where its numbers do not come to the range: nobody may rely on them. */
export function summaryOfEnded({ header, state, outcome }: EndedScan): ScanSummary | null {
  const device = storedDevice(header, state);
  const { good, bad, unread, notNarrowedSectors, slowBlocks, slowZones } = outcome;
  const { weakSectors, weakBlocks, weakAloneSectors } = outcome;
  const total = header.toLba - header.fromLba;
  if (good + bad + unread !== total || notNarrowedSectors > bad) return null;
  const rules = outcome.rules.map(([rule, value, failed]) => ({ rule, value, failed }));
  const isComplete = finishedOf(state) !== null && unread === 0 && state.trouble === null;
  return {
    device,
    host: state.host === null ? null : { ...state.host, labels: labelsOf(state.options) },
    trouble: state.trouble,
    mapTrouble: null,
    started: new Date(state.started),
    finished: isComplete ? finishedOf(state) : null,
    range: { firstLba: header.fromLba, lastLba: header.toLba - 1 },
    mode: storedMode(header, state),
    coverage: { total, good, bad, unread },
    blocks: blocksOf(outcome),
    latencyUs: latencyUsOf(outcome),
    bytesPerSecond: bytesPerSecond(state, device.logicalBytes),
    smart: storedSmart(state),
    verdict: verdictOf(rules, isComplete),
    rules,
    notNarrowedSectors,
    weakSectors,
    weakBlocks,
    weakAloneSectors,
    slowBlocks,
    slowZones,
  };
}
