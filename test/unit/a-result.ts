// A scan's result as a test wants it: all of it said, any of it changed.

import type { ScanResult } from '../../src/index.ts';

export function aResult(changes: Partial<ScanResult> = {}): ScanResult {
  return {
    device: {
      path: '/dev/sdb',
      kind: 'block',
      model: 'ST1000DM003',
      serial: 'Z1D0AAAA',
      firmware: 'CC43',
      wwn: '0x5000c50051234567',
      sectors: 1_953_525_168,
      logicalBytes: 512,
      physicalBytes: 4096,
      rotational: true,
      bus: 'sata',
      inUse: ['/dev/sdb1 is mounted at /'],
    },
    trouble: null,
    started: new Date('2026-11-22T10:00:00.000Z'),
    finished: new Date('2026-11-22T12:59:03.500Z'),
    elapsedSeconds: 10_743.123_456,
    range: { from: 0, to: 1_953_525_167 },
    mode: { blockSectors: 256, jobs: 1, engine: 'pread', cacheBypassed: true },
    coverage: { total: 1_953_525_168, good: 1_953_525_160, bad: 8, unread: 0 },
    blocks: {
      '<3ms': 7_630_000,
      '<10ms': 900,
      '<50ms': 50,
      '<150ms': 4,
      '<500ms': 2,
      '>500ms': 1,
      UNC: 1,
      IDNF: 0,
      ABRT: 0,
      AMNF: 0,
      T0NF: 0,
      BBK: 0,
      TIME: 0,
      IO: 0,
      GONE: 0,
      unread: 0,
    },
    latencyUs: {
      min: 91.2345,
      mean: 1402.123_456,
      p50: 712.5,
      p90: 1000,
      p99: 2500,
      p99_9: 9000,
      p99_99: 41_000,
      max: 612_345.678_9,
    },
    bytesPerSecond: 93_104_222,
    bad: [
      {
        from: 93_492_432,
        to: 93_492_440,
        value: { error: 'UNC', errno: 'ENODATA', exact: true, reads: 1 },
      },
    ],
    weak: [],
    slow: [
      {
        from: 512,
        to: 768,
        latencyNs: 612_345_678.9,
        late: false,
        againNs: 1_234_567.89,
        settled: true,
      },
    ],
    verdict: 'fail',
    rules: [
      { rule: 'bad>0', value: 8, failed: true },
      { rule: '>500ms>0', value: 0, failed: false },
    ],
    notes: ['a note'],
    ...changes,
  };
}
