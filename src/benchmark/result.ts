// What a benchmark measures, and what comes of it.

import type { LatencySummary } from '../reading/latency-summary.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Device } from '../vocabulary/device.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import type { Way } from './plan.ts';

/** Of reads that succeeded. Speeds on the disk's own clock. */
export interface Speed {
  readonly bytesPerSecond: number;
  readonly latencyUs: LatencySummary;
  /** Of the mean latency, as a share of it: how far another run's may lie from it by chance alone. */
  readonly standardError: number;
}

/** A span of LBAs that were read, the first of them only to warm up. */
export interface Zone extends Speed, LbaSpan {
  /** Among those that were planned, from 0. */
  readonly index: number;
}

export interface SequentialResult {
  readonly blockBytes: number;
  readonly depth: number;
  /** Over zones. */
  readonly minBytesPerSecond: number;
  readonly meanBytesPerSecond: number;
  readonly maxBytesPerSecond: number;
  readonly standardError: number;
  /** Upwards; those that could not be read are left out. */
  readonly zones: readonly Zone[];
  readonly zonesPlanned: number;
}

export interface RandomResult extends Speed {
  readonly blockBytes: number;
  readonly depth: number;
  readonly iops: number;
}

/** Medians, microseconds, rotation included. */
export interface AccessTimes {
  readonly adjacent: number;
  readonly average: number;
  readonly fullStroke: number;
}

export interface BenchResult {
  readonly device: Device;
  readonly started: Date;
  /** The wall's clock. */
  readonly elapsedSeconds: number;
  /** As asked for. */
  readonly seconds: number;
  readonly seed: number;
  /** null: no zone was measured. */
  readonly sequential: SequentialResult | null;
  readonly random: readonly RandomResult[];
  /** null: no spindle, or not measured. */
  readonly accessUs: AccessTimes | null;
  readonly burstBytesPerSecond: number | null;
  readonly notes: readonly string[];
  readonly trouble: Trouble | null;
  /** Everything that was planned was tried: nobody stopped it, and the disk stayed. */
  readonly complete: boolean;
}

export function sequentialResult(
  zones: readonly Zone[],
  { blockBytes, depth }: Way,
  zonesPlanned: number,
): SequentialResult | null {
  if (zones.length === 0) return null;
  const speeds = zones.map((zone) => zone.bytesPerSecond);
  const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
  const variance = zones.reduce(
    (sum, zone) => sum + (zone.standardError * zone.bytesPerSecond) ** 2,
    0,
  );
  return {
    blockBytes,
    depth,
    minBytesPerSecond: Math.min(...speeds),
    meanBytesPerSecond: mean,
    maxBytesPerSecond: Math.max(...speeds),
    standardError: Math.sqrt(variance) / zones.length / mean,
    zones,
    zonesPlanned,
  };
}
