// Two scans compared, as `surfscan.diff/1`, and as the part of a run that was scanned with a baseline. LBAs
// are inclusive.

import type { Comparison } from '../engine/compare.ts';
import type { BadChange } from '../engine/compare-bad.ts';
import type { SlowChange, Timing } from '../engine/compare-slow.ts';
import type { ComparedResult } from '../engine/compared-scan.ts';
import type { ZoneChange } from '../engine/zone-changes.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import { type DeviceJson, deviceJson } from './device-json.ts';
import { type ToolJson, toolJson } from './tool-json.ts';

interface SpanJson {
  from: number;
  to: number;
}

interface ComparedScanJson {
  started: string;
  finished: string | null;
  range: SpanJson;
  mode: { block_sectors: number; jobs: number; depth: number; engine: string };
  coverage: Coverage;
  latency_us: { p50: number; p99: number; p99_9: number } | null;
}

interface BadChangeJson extends SpanJson {
  error: string;
  errno: string | null;
  exact: boolean;
  /** What it touches that is bad in both. */
  beside: SpanJson | null;
}

interface TimingJson {
  latency_us: number;
  again_us: number | null;
}

interface SlowChangeJson extends SpanJson {
  old: TimingJson;
  new: TimingJson;
}

interface ZoneChangeJson extends SpanJson {
  old_us: number;
  new_us: number;
  change: number;
  noise: number;
}

export interface ComparedJson {
  old: ComparedScanJson;
  new: ComparedScanJson;
  differs: boolean;
  bad: Record<'new' | 'gone' | 'first_read' | 'not_read_again', BadChangeJson[]>;
  slow: Record<'new' | 'recovered', SlowChangeJson[]>;
  zones: { sectors: number; compared: number; noise: number | null; changed: ZoneChangeJson[] };
  smart: {
    changed: { name: string; before: number | null; after: number | null }[];
    why_not: string | null;
  };
  not_compared: (SpanJson & { what: 'latency' | 'all'; why: string })[];
  notes: string[];
}

export interface DiffReport extends ComparedJson {
  schema: 'surfscan.diff/1';
  tool: ToolJson;
  device: DeviceJson;
}

/** Lists end here; the rest is counted in a note. */
const MOST_ENTRIES = 100_000;

export function diffReport(comparison: Comparison, notes: readonly string[] = []): DiffReport {
  return {
    schema: 'surfscan.diff/1',
    tool: toolJson(),
    device: deviceJson(comparison.now.device),
    ...comparedJson(comparison, notes),
  };
}

export function comparedJson(comparison: Comparison, given: readonly string[] = []): ComparedJson {
  const { bad, slow, zones } = comparison;
  const notes = [...given];
  const list = <T, J>(what: string, items: readonly T[], json: (item: T) => J): J[] => {
    const more = items.length - MOST_ENTRIES;
    if (more > 0) notes.push(`${more} more ${what} are not listed`);
    return items.slice(0, MOST_ENTRIES).map(json);
  };
  return {
    old: scanJson(comparison.old),
    new: scanJson(comparison.now),
    differs: comparison.differs,
    bad: {
      new: list('new bad extents', bad.added, badJson),
      gone: list('extents that are no longer bad', bad.gone, badJson),
      first_read: list('bad extents that were not read before', bad.firstRead, badJson),
      not_read_again: list('bad extents that were not read again', bad.notReadAgain, badJson),
    },
    slow: {
      new: list('new slow extents', slow.added, slowJson),
      recovered: list('extents that recovered', slow.gone, slowJson),
    },
    zones: {
      sectors: zones.sectors,
      compared: zones.compared,
      noise: zones.noise === null ? null : rounded(zones.noise),
      changed: zones.changed.map(zoneJson),
    },
    smart: { changed: [...comparison.smart.changed], why_not: comparison.smart.whyNot },
    not_compared: list('ranges that were not compared', comparison.notCompared, (range) => ({
      ...span(range),
      what: range.what,
      why: range.why,
    })),
    notes,
  };
}

function scanJson({ started, finished, range, mode, coverage, latencyUs }: ComparedResult) {
  const { blockSectors, jobs, depth, engine } = mode;
  return {
    started: started.toISOString(),
    finished: finished?.toISOString() ?? null,
    range: { from: range.firstLba, to: range.lastLba },
    mode: { block_sectors: blockSectors, jobs, depth, engine },
    coverage: { ...coverage },
    latency_us:
      latencyUs === null
        ? null
        : {
            p50: rounded(latencyUs.p50),
            p99: rounded(latencyUs.p99),
            p99_9: rounded(latencyUs.p99_9),
          },
  };
}

function badJson({ value, beside, ...range }: BadChange): BadChangeJson {
  const { error, errno, exact } = value;
  return { ...span(range), error, errno, exact, beside: beside === null ? null : span(beside) };
}

function slowJson({ old, now, ...range }: SlowChange): SlowChangeJson {
  return { ...span(range), old: timingJson(old), new: timingJson(now) };
}

function timingJson({ latencyNs, againNs }: Timing): TimingJson {
  const again_us = againNs === null ? null : rounded(againNs / 1000);
  return { latency_us: rounded(latencyNs / 1000), again_us };
}

function zoneJson({ oldNs, nowNs, noise, ...range }: ZoneChange): ZoneChangeJson {
  return {
    ...span(range),
    old_us: rounded(oldNs / 1000),
    new_us: rounded(nowNs / 1000),
    change: rounded(nowNs / oldNs - 1),
    noise: rounded(noise),
  };
}

const span = ({ from, to }: LbaRange): SpanJson => ({ from, to: to - 1 });

/** Digits behind that are noise of doubles. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
