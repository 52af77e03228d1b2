// A run as `surfscan.run/1`. LBAs are inclusive here, as people and kernels print them.

import type { BlockCounts } from '../engine/coverage.ts';
import type { ScanResult, Verdict } from '../engine/result.ts';
import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { BadValue, SlowBlock } from '../vocabulary/defects.ts';
import type { Extent } from '../vocabulary/extents.ts';
import type { LabelledHost } from '../vocabulary/host.ts';
import type { SlowZone } from '../vocabulary/slow-zones.ts';
import { type DeviceJson, deviceJson } from './device-json.ts';
import { type ComparedJson, comparedJson } from './diff-json.ts';
import { type DriveJson, type DriveModeJson, driveJson, driveModeJson } from './drive-json.ts';
import { commonHost, type HostJson, hostJson } from './host-json.ts';
import { slowExtents } from './slow-extents.ts';
import { type ToolJson, toolJson } from './tool-json.ts';

/** Lists of a report end here; the rest is counted in a note. */
const MOST_ENTRIES = 100_000;

interface ErrorJson {
  code: string;
  errno: string | null;
  message: string;
}

export interface DefectJson {
  from: number;
  to: number;
  error: string;
  errno: string | null;
  exact: boolean;
  reads: number;
  /** What the drive itself said; absent: only the system spoke. */
  drive?: string;
  /** It named this very sector; absent: it did not. */
  named?: true;
}

interface SlowJson {
  from: number;
  to: number;
  latency_us: number;
  again_us: number | null;
}

interface SlowZoneJson {
  from: number;
  to: number;
  bytes_per_s: number;
  again_bytes_per_s: number;
  expected_bytes_per_s: number | null;
}

interface DisturbedJson {
  from: number;
  to: number;
  foreign_sectors: number;
}

export interface ScanJson extends DriveJson {
  device: DeviceJson;
  error?: ErrorJson;
  started: string;
  finished: string | null;
  elapsed_s: number;
  host: HostJson | null;
  range: { from: number; to: number };
  mode: {
    method: ScanResult['mode']['method'];
    block_sectors: number;
    jobs: number;
    depth: number;
    engine: ScanResult['mode']['engine'];
    cache_bypassed: boolean;
  } & DriveModeJson;
  coverage: Coverage;
  blocks: BlockCounts;
  latency_us: ScanResult['latencyUs'];
  bytes_per_s: number;
  bad: DefectJson[];
  weak: DefectJson[];
  slow: SlowJson[];
  slow_zones: SlowZoneJson[];
  compared?: ComparedJson;
  disturbed: DisturbedJson[];
  verdict: Verdict;
  rules: ScanResult['rules'];
  notes: string[];
}

export interface RunReport {
  schema: 'surfscan.run/1';
  tool: ToolJson;
  /** null: the scans are of several, or of maps that do not say. */
  host: HostJson | null;
  verdict: Verdict;
  scans: (ScanJson | { device: DeviceJson; error?: ErrorJson })[];
}

/** fail before incomplete before pass. */
export function runVerdict(entries: readonly RunEntry[]): Verdict {
  const verdicts = entries.map((entry) => (hasResult(entry) ? entry.verdict : 'incomplete'));
  const order: Verdict[] = ['fail', 'incomplete'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'pass';
}

/** `here`: where no scan says. */
export function runReport(
  entries: readonly RunEntry[],
  here: LabelledHost | null = null,
): RunReport {
  return {
    schema: 'surfscan.run/1',
    tool: toolJson(),
    host: commonHost(entries, here),
    verdict: runVerdict(entries),
    scans: entries.map((entry) => (hasResult(entry) ? scanJson(entry) : unreadJson(entry))),
  };
}

function unreadJson({ device, error }: Exclude<RunEntry, ScanResult>) {
  if (error === null) return { device: deviceJson(device) };
  const { code, errno, message } = error;
  return { device: deviceJson(device), error: { code, errno, message } };
}

export function scanJson(result: ScanResult): ScanJson {
  const { mode } = result;
  const trouble = result.trouble ?? result.mapTrouble;
  const notes = [...result.notes];
  return {
    device: deviceJson(result.device),
    ...(trouble === null ? {} : { error: { ...trouble } }),
    started: result.started.toISOString(),
    finished: result.finished?.toISOString() ?? null,
    elapsed_s: round(result.elapsedSeconds),
    host: hostJson(result.host),
    range: { from: result.range.firstLba, to: result.range.lastLba },
    mode: {
      method: mode.method,
      block_sectors: mode.blockSectors,
      jobs: mode.jobs,
      depth: mode.depth,
      engine: mode.engine,
      cache_bypassed: mode.cacheBypassed,
      ...driveModeJson(mode),
    },
    coverage: { ...result.coverage },
    blocks: inOrder(result.blocks),
    latency_us: result.latencyUs === null ? null : rounded(result.latencyUs),
    bytes_per_s: result.bytesPerSecond,
    bad: bounded('bad extents', result.bad.map(defectJson), notes),
    weak: bounded('weak extents', result.weak.map(defectJson), notes),
    slow: bounded('slow extents', slowExtents(result.slow).map(slowJson), notes),
    slow_zones: result.slowZones.map(slowZoneJson),
    ...driveJson(result),
    ...(result.compared === null ? {} : { compared: comparedJson(result.compared) }),
    disturbed: bounded('disturbed ranges', result.disturbed.map(disturbedJson), notes),
    verdict: result.verdict,
    rules: result.rules,
    notes,
  };
}

export function defectJson({ from, to, value }: Readonly<Extent<BadValue>>): DefectJson {
  const { error, errno, exact, reads, drive, named } = value;
  return {
    from,
    to: to - 1,
    error,
    errno,
    exact,
    reads,
    ...(drive === undefined ? {} : { drive }),
    ...(exact && named ? { named } : {}),
  };
}

function slowJson({ from, to, latencyNs, againNs }: SlowBlock): SlowJson {
  const again = againNs === null ? null : round(againNs / 1000);
  return { from, to: to - 1, latency_us: round(latencyNs / 1000), again_us: again };
}

function slowZoneJson(zone: SlowZone): SlowZoneJson {
  return {
    from: zone.from,
    to: zone.to - 1,
    bytes_per_s: zone.bytesPerSecond,
    again_bytes_per_s: zone.againBytesPerSecond,
    expected_bytes_per_s: zone.expectedBytesPerSecond,
  };
}

function disturbedJson({ from, to, foreignSectors }: ScanResult['disturbed'][number]) {
  return { from, to: to - 1, foreign_sectors: foreignSectors };
}

function bounded<T>(what: string, list: T[], notes: string[]): T[] {
  if (list.length <= MOST_ENTRIES) return list;
  notes.push(`${list.length - MOST_ENTRIES} more ${what} are not listed`);
  return list.slice(0, MOST_ENTRIES);
}

/** To the nanosecond, or millisecond of seconds: digits behind that are noise of doubles. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function rounded<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, round(value)])) as T;
}

/** The classes, the errors, `unread`: in the order of the JSON's `blocks`. */
function inOrder(blocks: BlockCounts): BlockCounts {
  const { unread, ...read } = blocks;
  return { ...read, unread };
}
