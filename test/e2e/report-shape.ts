// `surfscan.run/1` as a script sees it, written down here once more on purpose: a renamed field must
// fail a test and not be renamed along.

import { expect } from 'vitest';

export interface ExtentShape {
  from: number;
  to: number;
  error: string;
  errno: string | null;
  exact: boolean;
  reads: number;
  /** Only where the drive itself was asked. */
  drive?: string;
  named?: true;
}

export interface ScanShape {
  device: {
    path: string;
    kind: string;
    sectors: number;
    logical_bytes: number;
    physical_bytes: number;
    in_use: string[] | null;
  };
  error?: { code: string; errno: string | null; message: string };
  started: string;
  finished: string | null;
  elapsed_s: number;
  range: { from: number; to: number };
  mode: {
    block_sectors: number;
    jobs: number;
    depth: number;
    engine: string;
    narrowed_by: string;
  };
  coverage: { total: number; good: number; bad: number; unread: number };
  blocks: Record<string, number>;
  latency_us: Record<string, number> | null;
  bytes_per_s: number;
  bad: ExtentShape[];
  weak: ExtentShape[];
  slow: { from: number; to: number; latency_us: number; again_us: number | null }[];
  smart: {
    before: SmartReadingShape | null;
    after: SmartReadingShape | null;
    changed: { name: string; before: number | null; after: number | null }[];
    why_not: string | null;
  };
  recovered: { from: number; to: number; drive: string }[];
  disturbed: { from: number; to: number; foreign_sectors: number }[];
  verdict: 'pass' | 'fail' | 'incomplete';
  rules: { rule: string; value: number; failed: boolean }[];
  notes: string[];
}

export interface SmartReadingShape {
  time: string;
  exit_status: number;
  passed: boolean | null;
  temperature_c: number | null;
  power_on_hours: number | null;
  counters: Record<string, number>;
}

export interface RunShape {
  schema: string;
  tool: { name: string; version: string; node: string; platform: string };
  verdict: 'pass' | 'fail' | 'incomplete';
  scans: ScanShape[];
}

const BLOCK_KEYS = ['<3ms', '<10ms', '<50ms', '<150ms', '<500ms', '>500ms'].concat(
  ['UNC', 'IDNF', 'ABRT', 'AMNF', 'T0NF', 'BBK', 'TIME', 'IO', 'GONE'],
  ['unread'],
);

/** What holds for every report whatever happened: nothing counted twice, nothing left out. */
export function expectSound(run: RunShape): void {
  expect(run.schema).toBe('surfscan.run/1');
  for (const scan of run.scans) if (scan.coverage !== undefined) expectSoundScan(scan);
}

function expectSoundScan(scan: ScanShape): void {
  const { coverage, range, blocks } = scan;
  expect(coverage.total).toBe(range.to - range.from + 1);
  expect(coverage.good + coverage.bad + coverage.unread, 'good + bad + unread').toBe(
    coverage.total,
  );
  expect(Object.keys(blocks)).toEqual(BLOCK_KEYS);
  const blockSectors = scan.mode.block_sectors;
  const firstBlock = Math.floor(range.from / blockSectors);
  const expectedBlocks = Math.floor(range.to / blockSectors) - firstBlock + 1;
  const counted = Object.values(blocks).reduce((sum, count) => sum + count, 0);
  expect(counted, 'each block once').toBe(expectedBlocks);
  for (const list of [scan.bad, scan.weak, scan.slow, scan.disturbed])
    expectSortedWithin(list, range);
  // Past 100,000 entries the list is cut, and that is noted.
  if (scan.bad.length < 100_000) {
    expect(sectorsOf(scan.bad), 'the bad list and the coverage').toBe(coverage.bad);
  }
}

function expectSortedWithin(list: { from: number; to: number }[], range: ScanShape['range']): void {
  let next = range.from;
  for (const { from, to } of list) {
    expect(from).toBeGreaterThanOrEqual(next);
    expect(to).toBeGreaterThanOrEqual(from);
    next = to + 1;
  }
  expect(next).toBeLessThanOrEqual(range.to + 1);
}

export function sectorsOf(list: readonly { from: number; to: number }[]): number {
  return list.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** A run of bad sectors as a loop device's must be reported: EIO, narrowed, read once alone. */
export function badExtent(from: number, to = from, reads = 1): ExtentShape {
  return { from, to, error: 'IO', errno: 'EIO', exact: true, reads };
}
