import { describe, expect, test } from 'vitest';
import { runReport, type ScanResult } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aResult } from './a-result.ts';

const scanOf = (changes: Partial<ScanResult> = {}) =>
  runReport([aResult(changes)]).scans[0] as ScanJson;

const AS_WRITTEN = `{
  "device": {
    "path": "/dev/sdb",
    "kind": "block",
    "model": "ST1000DM003",
    "serial": "Z1D0AAAA",
    "firmware": "CC43",
    "wwn": "0x5000c50051234567",
    "sectors": 1953525168,
    "logical_bytes": 512,
    "physical_bytes": 4096,
    "rotational": true,
    "bus": "sata",
    "in_use": [
      "/dev/sdb1 is mounted at /"
    ]
  },
  "started": "2026-11-22T10:00:00.000Z",
  "finished": "2026-11-22T12:59:03.500Z",
  "elapsed_s": 10743.123,
  "host": null,
  "range": {
    "from": 0,
    "to": 1953525167
  },
  "mode": {
    "method": "read",
    "block_sectors": 256,
    "jobs": 1,
    "depth": 1,
    "engine": "pread",
    "cache_bypassed": true
  },
  "coverage": {
    "total": 1953525168,
    "good": 1953525160,
    "bad": 8,
    "unread": 0
  },
  "blocks": {
    "<3ms": 7630000,
    "<10ms": 900,
    "<50ms": 50,
    "<150ms": 4,
    "<500ms": 2,
    ">500ms": 1,
    "UNC": 1,
    "IDNF": 0,
    "ABRT": 0,
    "AMNF": 0,
    "T0NF": 0,
    "BBK": 0,
    "TIME": 0,
    "IO": 0,
    "GONE": 0,
    "unread": 0
  },
  "latency_us": {
    "min": 91.235,
    "mean": 1402.123,
    "p50": 712.5,
    "p90": 1000,
    "p99": 2500,
    "p99_9": 9000,
    "p99_99": 41000,
    "max": 612345.679
  },
  "bytes_per_s": 93104222,
  "bad": [
    {
      "from": 93492432,
      "to": 93492439,
      "error": "UNC",
      "errno": "ENODATA",
      "exact": true,
      "reads": 1
    }
  ],
  "weak": [],
  "slow": [
    {
      "from": 512,
      "to": 767,
      "latency_us": 612345.679,
      "again_us": 1234.568
    }
  ],
  "slow_zones": [],
  "disturbed": [],
  "verdict": "fail",
  "rules": [
    {
      "rule": "bad>0",
      "value": 8,
      "failed": true
    },
    {
      "rule": ">500ms>0",
      "value": 0,
      "failed": false
    }
  ],
  "notes": [
    "a note"
  ]
}`;

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
