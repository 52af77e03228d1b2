// What changed between two scans of one disk. Each list mirrors another: what is new the one way is gone
// the other way.

import type { MapIdentity } from '../map-file/header.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { isLoss } from '../vocabulary/smart.ts';
import { type BadChanges, compareBad } from './compare-bad.ts';
import { compareSlow, type SlowChanges } from './compare-slow.ts';
import { compareSmart, type SmartComparison } from './compare-smart.ts';
import { compareZones } from './compare-zones.ts';
import {
  type ComparedResult,
  type ComparedScan,
  type EarlierScan,
  readRanges,
} from './compared-scan.ts';
import { inside, joined, outside } from './masks.ts';
import { NO_ZONES, type ZoneChanges } from './zone-changes.ts';

export interface NotCompared extends LbaRange {
  /** What of it: its latencies, or anything. */
  readonly what: 'latency' | 'all';
  readonly why: string;
}

/** LBAs: [from, to). */
export interface Comparison {
  readonly old: ComparedResult;
  readonly now: ComparedResult;
  readonly bad: BadChanges;
  readonly slow: SlowChanges;
  readonly zones: ZoneChanges;
  readonly smart: SmartComparison;
  readonly notCompared: readonly NotCompared[];
  /** Something is reported. */
  readonly differs: boolean;
}

/** Linear in blocks and findings. */
export function compareScans(old: EarlierScan, now: ComparedScan): Comparison {
  const both = { from: Math.max(from(old), from(now)), to: Math.min(to(old), to(now)) };
  const isShared = both.from < both.to;
  const disturbed = joined([...old.result.disturbed, ...now.result.disturbed]);
  const quiet = isShared ? outside([both], disturbed) : [];
  const pair = { old, now, quiet };
  const why = whyNotTimed(old.result, now.result);
  const isTimed = isShared && why === null;
  const bad = compareBad(pair);
  const slow = isTimed ? compareSlow(pair) : { added: [], gone: [] };
  const zones = isTimed ? compareZones(pair) : NO_ZONES;
  const smart = compareSmart(old.result.smart, now.result.smart);
  const changes = [bad.added, bad.gone, bad.firstRead, slow.added, slow.gone, zones.changed];
  return {
    old: old.result,
    now: now.result,
    bad,
    slow,
    zones,
    smart,
    notCompared: [
      ...rangesNotRead(old, now),
      ...(isTimed || !isShared ? [] : [{ ...both, what: 'latency' as const, why: why! }]),
      ...(isTimed ? inside(disturbed, [both]).map(disturbedWords) : []),
    ],
    differs: changes.some((list) => list.length > 0) || smart.changed.some(isLoss),
  };
}

/** As a map is known to be of a disk: what differs, in words; null: nothing that says so. */
export function differentDisk(a: MapIdentity, b: MapIdentity): string | null {
  const geometry = [
    'kind',
    'sectors',
    'logicalBytes',
    'physicalBytes',
    'physicalFirstLba',
  ] as const;
  for (const name of geometry) if (a[name] !== b[name]) return `${name} ${a[name]} and ${b[name]}`;
  for (const name of ['serial', 'wwn'] as const) {
    if (a[name] === null || b[name] === null) continue;
    return a[name] === b[name] ? null : `${name} ${a[name]} and ${b[name]}`;
  }
  return null;
}

const from = ({ grid }: EarlierScan) => grid.fromLba;
const to = ({ grid }: EarlierScan) => grid.toLba;

function whyNotTimed(a: ComparedResult, b: ComparedResult): string | null {
  const [one, two] = [a.mode, b.mode];
  if (one.blockSectors !== two.blockSectors) {
    return `blocks of ${one.blockSectors} and of ${two.blockSectors} sectors`;
  }
  if (one.method !== two.method) return `${one.method} and ${two.method}`;
  if (one.depth !== two.depth) return `${one.depth} and ${two.depth} reads in flight`;
  if (one.jobs !== two.jobs) return `${one.jobs} and ${two.jobs} workers`;
  return null;
}

function rangesNotRead(old: EarlierScan, now: ComparedScan): NotCompared[] {
  const whole = joined(
    [old.grid, now.grid].map(({ fromLba, toLba }) => ({ from: fromLba, to: toLba })),
  );
  const [before, after] = [old, now].map((scan) => outside(whole, readRanges(scan)));
  const told = (ranges: readonly LbaRange[], scan: string) =>
    ranges.map((range) => ({
      ...range,
      what: 'all' as const,
      why: `not read in the ${scan} scan`,
    }));
  return [...told(before!, 'old'), ...told(after!, 'new')];
}

function disturbedWords(range: LbaRange): NotCompared {
  return { ...range, what: 'latency', why: 'others used the disk meanwhile' };
}
