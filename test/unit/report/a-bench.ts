// A benchmark's result as a test wants it: all of it said, any of it changed.

import type { RandomResult, Zone } from '../../../src/benchmark/result.ts';
import { sequentialResult } from '../../../src/benchmark/result.ts';
import type { BenchResult } from '../../../src/index.ts';
import type { LatencySummary } from '../../../src/reading/latency-summary.ts';
import { aResult } from './a-result.ts';

export function latencies(us: number): LatencySummary {
  return {
    min: us / 2,
    mean: us,
    p50: us,
    p90: us * 1.5,
    p99: us * 2,
    p99_9: us * 2.5,
    p99_99: us * 2.75,
    max: us * 3.000_123_4,
  };
}

export function aZone(index: number, bytesPerSecond: number): Zone {
  const firstLba = index * 19_535_250;
  return {
    index,
    firstLba,
    lastLba: firstLba + 65_535,
    bytesPerSecond,
    latencyUs: latencies(1e6 / (bytesPerSecond / 2 ** 20)),
    standardError: 0.01,
  };
}

/** From 200 MB/s down to 101. */
export function falling(zones = 100): Zone[] {
  return Array.from({ length: zones }, (_, i) => aZone(i, 200e6 - (i * 100e6) / zones));
}

export function aRandom(blockBytes: number, depth: number, us: number): RandomResult {
  const iops = (1e6 / us) * depth;
  const bytesPerSecond = iops * blockBytes;
  return {
    blockBytes,
    depth,
    iops,
    bytesPerSecond,
    latencyUs: latencies(us),
    standardError: 0.018,
  };
}

export function aBench(changes: Partial<BenchResult> = {}): BenchResult {
  const way = { blockBytes: 2 ** 20, depth: 1, engine: 'pread' as const };
  return {
    device: { ...aResult().device, inUse: [] },
    started: new Date('2026-11-22T10:00:00.000Z'),
    elapsedSeconds: 60.122_756,
    seconds: 60,
    seed: 1,
    sequential: sequentialResult(falling(), way, 100),
    random: [
      aRandom(512, 1, 11_840),
      aRandom(4096, 1, 12_020),
      aRandom(65_536, 1, 12_300),
      aRandom(2 ** 20, 1, 19_500),
      aRandom(4096, 4, 31_000),
      aRandom(4096, 32, 175_000),
    ],
    accessUs: { adjacent: 4870.5, average: 11_840, fullStroke: 19_500 },
    burstBytesPerSecond: 418_900_908.75,
    notes: [],
    trouble: null,
    complete: true,
    ...changes,
  };
}
