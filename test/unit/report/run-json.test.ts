import { describe, expect, test } from 'vitest';
import { runReport, type ScanResult } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aResult } from './a-result.ts';
import { AS_WRITTEN } from './as-written.ts';

const scanOf = (changes: Partial<ScanResult> = {}) =>
  runReport([aResult(changes)]).scans[0] as ScanJson;

describe('a scan in surfscan.run/1', () => {
  test('every field, in order', () => {
    expect(JSON.stringify(scanOf(), null, 2)).toBe(AS_WRITTEN);
  });

  test('`unread` blocks come last, whenever they were counted', () => {
    const { blocks } = aResult();
    const { unread, ...rest } = blocks;
    expect(Object.keys(scanOf({ blocks: { unread, ...rest } }).blocks)).toEqual(
      Object.keys(blocks),
    );
  });

  test('stopped: not finished', () => {
    expect(scanOf({ finished: null }).finished).toBeNull();
  });

  test('nothing read: no latencies', () => {
    expect(scanOf({ latencyUs: null }).latency_us).toBeNull();
  });

  test('a slow block that was not read again', () => {
    const slow = [
      { from: 0, to: 1, latencyNs: 5e8, late: false, againNs: null, rereadDone: false },
    ];
    expect(scanOf({ slow }).slow).toEqual([
      { from: 0, to: 0, latency_us: 500_000, again_us: null },
    ]);
  });

  test('a disk that left: `error` behind `device`', () => {
    const trouble = { code: 'ERR_GONE', errno: 'ENXIO', message: '/dev/sdb left' } as const;
    const scan = scanOf({ trouble });
    expect(scan.error).toEqual(trouble);
    expect(Object.keys(scan).slice(0, 3)).toEqual(['device', 'error', 'started']);
  });

  test('LBAs are exact below 2^53', () => {
    const value = { error: 'IO', errno: null, exact: true, reads: 1 } as const;
    const { bad } = scanOf({ bad: [{ from: 2 ** 53 - 2, to: 2 ** 53 - 1, value }] });
    expect(bad[0]).toMatchObject({ from: 2 ** 53 - 2, to: 2 ** 53 - 2 });
  });
});

describe('lists past 100,000 entries are cut, and the rest is counted in notes', () => {
  const extents = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      from: 2 * i,
      to: 2 * i + 1,
      value: { error: 'UNC', errno: null, exact: true, reads: 1 } as const,
    }));

  test('100,000 are all listed', () => {
    const scan = scanOf({ bad: extents(100_000) });
    expect(scan.bad).toHaveLength(100_000);
    expect(scan.notes).toEqual(['a note']);
  });

  test('one more is not', () => {
    const slow = extents(100_002).map(({ from, to }) => ({
      from,
      to,
      latencyNs: 6e8,
      late: false,
      againNs: null,
      rereadDone: false,
    }));
    const scan = scanOf({ bad: extents(100_001), weak: extents(150_000), slow });
    expect([scan.bad.length, scan.weak.length, scan.slow.length]).toEqual([
      100_000, 100_000, 100_000,
    ]);
    expect(scan.bad.at(-1)?.from).toBe(199_998);
    expect(scan.notes).toEqual([
      'a note',
      '1 more bad extents are not listed',
      '50000 more weak extents are not listed',
      '2 more slow extents are not listed',
    ]);
  });

  test('the result keeps its own notes', () => {
    const result = aResult({ bad: extents(100_001) });
    runReport([result]);
    expect(result.notes).toEqual(['a note']);
  });
});

describe('a run in surfscan.run/1', () => {
  const { device } = aResult();

  test('schema, tool, host, verdict, scans', () => {
    const report = runReport([aResult()]);
    expect(Object.keys(report)).toEqual(['schema', 'tool', 'host', 'verdict', 'scans']);
    expect(report.schema).toBe('surfscan.run/1');
    expect(Object.keys(report.tool)).toEqual(['name', 'version', 'node', 'platform']);
    expect(report.tool).toMatchObject({
      name: 'surfscan',
      node: process.versions.node,
      platform: process.platform,
    });
    expect(report.tool.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  test('a target that was never read: device and error, without the rest', () => {
    const error = new SurfscanError('ERR_ACCESS', 'not allowed', {
      errno: 'EACCES',
      path: '/dev/sdb',
    });
    const { verdict, scans } = runReport([
      { device, error },
      { device, error: null },
    ]);
    expect(verdict).toBe('incomplete');
    expect(JSON.parse(JSON.stringify(scans))).toEqual([
      {
        device: scanOf().device,
        error: { code: 'ERR_ACCESS', errno: 'EACCES', message: 'not allowed' },
      },
      { device: scanOf().device },
    ]);
  });

  test.each([
    [['pass', 'pass'], 'pass'],
    [['pass', 'incomplete'], 'incomplete'],
    [['incomplete', 'fail'], 'fail'],
    [['pass', 'fail'], 'fail'],
  ] as const)('%j: %s', (verdicts, expected) => {
    expect(runReport(verdicts.map((verdict) => aResult({ verdict }))).verdict).toBe(expected);
  });
});
