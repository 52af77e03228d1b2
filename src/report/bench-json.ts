// Benchmarks as `surfscan.bench/1`. LBAs are inclusive.

import { type BenchEntry, hasBenchResult } from '../benchmark/bench-entry.ts';
import type { BenchResult, RandomResult, SequentialResult, Zone } from '../benchmark/result.ts';
import type { LatencySummary } from '../reading/latency-summary.ts';
import { type DeviceJson, deviceJson } from './device-json.ts';
import { type ToolJson, toolJson } from './tool-json.ts';

interface ZoneJson {
  from: number;
  to: number;
  bytes_per_s: number;
  latency_us: LatencySummary;
}

interface RandomJson {
  block_bytes: number;
  depth: number;
  iops: number;
  bytes_per_s: number;
  latency_us: LatencySummary;
}

export interface BenchJson {
  device: DeviceJson;
  error?: { code: string; errno: string | null; message: string };
  started: string;
  elapsed_s: number;
  /** null: no zone was measured. */
  sequential: {
    block_bytes: number;
    depth: number;
    min_bytes_per_s: number;
    mean_bytes_per_s: number;
    max_bytes_per_s: number;
    zones: ZoneJson[];
  } | null;
  random: RandomJson[];
  access_us: { adjacent: number; average: number; full_stroke: number } | null;
  burst_bytes_per_s: number | null;
  notes: string[];
}

export interface BenchReport {
  schema: 'surfscan.bench/1';
  tool: ToolJson;
  benches: (BenchJson | Pick<BenchJson, 'device' | 'error'>)[];
}

export function benchReport(entries: readonly BenchEntry[]): BenchReport {
  return {
    schema: 'surfscan.bench/1',
    tool: toolJson(),
    benches: entries.map((entry) => (hasBenchResult(entry) ? benchJson(entry) : unread(entry))),
  };
}

function unread({ device, error }: Exclude<BenchEntry, BenchResult>) {
  if (error === null) return { device: deviceJson(device) };
  const { code, errno, message } = error;
  return { device: deviceJson(device), error: { code, errno, message } };
}

function benchJson(result: BenchResult): BenchJson {
  const { trouble, sequential, accessUs, burstBytesPerSecond } = result;
  return {
    device: deviceJson(result.device),
    ...(trouble === null ? {} : { error: { ...trouble } }),
    started: result.started.toISOString(),
    elapsed_s: thousandths(result.elapsedSeconds),
    sequential: sequential === null ? null : sequentialJson(sequential),
    random: result.random.map(randomJson),
    access_us:
      accessUs === null
        ? null
        : {
            adjacent: thousandths(accessUs.adjacent),
            average: thousandths(accessUs.average),
            full_stroke: thousandths(accessUs.fullStroke),
          },
    burst_bytes_per_s: burstBytesPerSecond === null ? null : Math.round(burstBytesPerSecond),
    notes: [...result.notes],
  };
}

function sequentialJson(result: SequentialResult): NonNullable<BenchJson['sequential']> {
  return {
    block_bytes: result.blockBytes,
    depth: result.depth,
    min_bytes_per_s: Math.round(result.minBytesPerSecond),
    mean_bytes_per_s: Math.round(result.meanBytesPerSecond),
    max_bytes_per_s: Math.round(result.maxBytesPerSecond),
    zones: result.zones.map(zoneJson),
  };
}

function zoneJson({ firstLba, lastLba, bytesPerSecond, latencyUs }: Zone): ZoneJson {
  const [from, to] = [firstLba, lastLba];
  return { from, to, bytes_per_s: Math.round(bytesPerSecond), latency_us: rounded(latencyUs) };
}

function randomJson({ blockBytes, depth, iops, bytesPerSecond, latencyUs }: RandomResult) {
  return {
    block_bytes: blockBytes,
    depth,
    iops: thousandths(iops),
    bytes_per_s: Math.round(bytesPerSecond),
    latency_us: rounded(latencyUs),
  };
}

function rounded(summary: LatencySummary): LatencySummary {
  const entries = Object.entries(summary).map(([key, value]) => [key, thousandths(value)]);
  return Object.fromEntries(entries) as LatencySummary;
}

/** To the nanosecond, or millisecond: digits behind that are noise of doubles. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
