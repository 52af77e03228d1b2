// A benchmark as `surfscan.bench/1`: the contract's fields, and no others.

import { expect, test } from 'vitest';
import { type BenchReport, benchReport, SurfscanError } from '../../../src/index.ts';
import { aBench } from './a-bench.ts';
import { aResult } from './a-result.ts';

type Bench = Extract<BenchReport['benches'][number], { started: string }>;
const only = (report: BenchReport) => report.benches[0] as Bench;

test('a whole benchmark', () => {
  const report = benchReport([aBench({ notes: ['a note'] })]);
  expect(Object.keys(report)).toEqual(['schema', 'tool', 'benches']);
  expect(report.schema).toBe('surfscan.bench/1');
  const bench = only(report);
  expect(Object.keys(bench)).toEqual([
    ...['device', 'started', 'elapsed_s', 'sequential', 'random', 'access_us'],
    ...['burst_bytes_per_s', 'notes'],
  ]);
  expect(bench).toMatchObject({
    started: '2026-11-22T10:00:00.000Z',
    elapsed_s: 60.123,
    access_us: { adjacent: 4870.5, average: 11_840, full_stroke: 19_500 },
    burst_bytes_per_s: 418_900_909,
    notes: ['a note'],
  });
  expect(Object.keys(bench.sequential!)).toEqual([
    ...['block_bytes', 'depth', 'min_bytes_per_s', 'mean_bytes_per_s', 'max_bytes_per_s', 'zones'],
  ]);
  expect(bench.sequential!.zones).toHaveLength(100);
  expect(bench.sequential!.zones[1]).toMatchObject({
    from: 19_535_250,
    to: 19_600_785,
    bytes_per_s: 199_000_000,
  });
  expect(Object.keys(bench.sequential!.zones[1]!)).toEqual([
    ...['from', 'to', 'bytes_per_s', 'latency_us'],
  ]);
  expect(bench.random.map(({ block_bytes, depth }) => `${block_bytes}x${depth}`)).toEqual([
    ...['512x1', '4096x1', '65536x1', '1048576x1', '4096x4', '4096x32'],
  ]);
  expect(bench.random[0]).toEqual({
    block_bytes: 512,
    depth: 1,
    iops: 84.459,
    bytes_per_s: 43_243,
    latency_us: {
      ...{ min: 5920, mean: 11_840, p50: 11_840, p90: 17_760, p99: 23_680, p99_9: 29_600 },
      ...{ p99_99: 32_560, max: 35_521.461 },
    },
  });
});

test('what was not measured is null, or missing from its list', () => {
  const bench = only(
    benchReport([
      aBench({ sequential: null, random: [], accessUs: null, burstBytesPerSecond: null }),
    ]),
  );
  expect(bench).toMatchObject({
    ...{ sequential: null, random: [], access_us: null, burst_bytes_per_s: null },
  });
});

test('a disk that left: what is known, and the error', () => {
  const trouble = { code: 'ERR_GONE', errno: 'ENODEV', message: 'it left' } as const;
  const bench = only(benchReport([aBench({ trouble, complete: false })]));
  expect(bench.error).toEqual(trouble);
  expect(bench.random).toHaveLength(6);
});

test('disks that were not read: the device, and why', () => {
  const { device } = aResult();
  const error = new SurfscanError('ERR_ACCESS', 'no', { errno: 'EACCES' });
  const { benches } = benchReport([
    { device, error },
    { device, error: null },
  ]);
  expect(benches[0]).toMatchObject({
    error: { code: 'ERR_ACCESS', errno: 'EACCES', message: 'no' },
  });
  expect(Object.keys(benches[1]!)).toEqual(['device']);
});

test('is JSON: no number is lost', () => {
  const text = JSON.stringify(benchReport([aBench()]));
  expect(JSON.parse(text)).toEqual(benchReport([aBench()]));
  expect(text).not.toContain('null,null');
});
