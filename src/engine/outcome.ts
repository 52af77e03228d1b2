// What a scan came to, to and from the numbers that its map keeps of it.

import type { MapOutcome } from '../map-file/outcome.ts';
import type { LatencySummary } from '../reading/latency-summary.ts';
import { CLASS_NAMES, ERROR_CODES } from '../vocabulary/classes.ts';
import type { BlockCounts } from './coverage.ts';
import type { ScanSummary } from './summary.ts';

const BLOCKS = [...CLASS_NAMES, ...ERROR_CODES, 'unread'] as const;
const LATENCIES = ['min', 'mean', 'p50', 'p90', 'p99', 'p99_9', 'p99_99', 'max'] as const;

export function outcomeOf(summary: ScanSummary, runs: number): MapOutcome {
  const { coverage, blocks, latencyUs, rules } = summary;
  return {
    runs,
    good: coverage.good,
    bad: coverage.bad,
    unread: coverage.unread,
    notNarrowedSectors: summary.notNarrowedSectors,
    weakSectors: summary.weakSectors,
    weakBlocks: summary.weakBlocks,
    weakAloneSectors: summary.weakAloneSectors,
    slowBlocks: summary.slowBlocks,
    slowZones: summary.slowZones,
    blocks: BLOCKS.map((name) => blocks[name]),
    latencyUs: latencyUs === null ? null : LATENCIES.map((name) => latencyUs[name]),
    rules: rules.map(({ rule, value, failed }) => [rule, value, failed] as const),
  };
}

export function blocksOf({ blocks }: MapOutcome): BlockCounts {
  return named(BLOCKS, blocks) as BlockCounts;
}

export function latencyUsOf({ latencyUs }: MapOutcome): LatencySummary | null {
  return latencyUs === null ? null : (named(LATENCIES, latencyUs) as unknown as LatencySummary);
}

function named(names: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
