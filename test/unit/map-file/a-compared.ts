// What a scan was compared with, of every kind something.

import type { MapCompared } from '../../../src/map-file/compared.ts';

const alone = { exact: true } as const;

export function aCompared(change: Partial<MapCompared> = {}): MapCompared {
  return {
    runs: 2,
    started: '2026-10-22T10:00:00.000Z',
    finished: '2026-10-22T12:30:00.500Z',
    fromLba: 8,
    toLba: 800,
    blockSectors: 8,
    jobs: 1,
    depth: 1,
    engine: 'pread',
    method: 'read',
    good: 755,
    bad: 5,
    unread: 32,
    latencyUs: [712.5, 2500.25, 9000.123_456],
    smart: { before: { whyNot: 'no smartctl' }, after: { whyNot: 'no smartctl' } },
    badExtents: [
      { from: 81, to: 83, value: { error: 'UNC', errno: 'ENODATA', ...alone } },
      { from: 90, to: 92, value: { error: 'IDNF', errno: null, ...alone } },
      { from: 96, to: 97, value: { error: 'UNC', errno: 'ENODATA', exact: false } },
    ],
    unreadRanges: [{ from: 400, to: 432 }],
    disturbed: [{ from: 500, to: 600 }],
    slow: [{ from: 320, to: 328, latencyNs: 812_345_678, againNs: 612_345_679 }],
    steps: [
      { from: 640, to: 648, step: 1 },
      { from: 648, to: 656, step: 155 },
    ],
    zones: {
      sectors: 1_953_280,
      compared: 512,
      noise: 7473,
      changed: [{ from: 8, to: 800, oldNs: 783_926, nowNs: 12_904_804, noise: 9921 }],
    },
    ...change,
  };
}
