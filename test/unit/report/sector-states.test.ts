// What became of each sector of a disk: as few ranges as tell it, each sector once.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SectorState, sectorStates } from '../../../src/report/sector-states.ts';
import { drawnScan } from './drawn-scan.ts';
import { exact, failed, stored } from './stored.ts';

type Shape = Partial<Parameters<typeof stored>[0]>;

/** Of 100 sectors, scanned from 10 to 90 in blocks of 10. */
const states = (change: Shape = {}) =>
  [
    ...sectorStates(
      stored({
        sectors: 100,
        range: [10, 90],
        blockSectors: 10,
        bytes: new Array(8).fill(90),
        ...change,
      }),
    ),
  ].map(({ from, to, state }) => `${from}-${to} ${state}`);

test.each<[string, Shape, string[]]>([
  ['what lies around the range is unread', {}, ['0-10 unread', '10-90 good', '90-100 unread']],
  ['the whole disk', { range: [0, 100], bytes: new Array(10).fill(90) }, ['0-100 good']],
  ['nothing read', { bytes: new Array(8).fill(0) }, ['0-100 unread']],
  [
    'blocks that were not read',
    { bytes: [90, 0, 0, 90, 90, 90, 90, 0] },
    ['0-10 unread', '10-20 good', '20-40 unread', '40-80 good', '80-100 unread'],
  ],
  [
    'bad ones',
    { bad: [exact(15, 16)] },
    ['0-10 unread', '10-15 good', '15-16 bad', '16-90 good', '90-100 unread'],
  ],
  [
    'at both ends of what was read',
    { bad: [exact(10, 11), exact(89, 90)] },
    ['0-10 unread', '10-11 bad', '11-89 good', '89-90 bad', '90-100 unread'],
  ],
  [
    'a failed block beside a bad sector',
    { bad: [exact(19, 20), failed(20, 30)] },
    ['0-10 unread', '10-19 good', '19-20 bad', '20-30 failed', '30-90 good', '90-100 unread'],
  ],
  [
    'bad ones that touch are one',
    { bad: [exact(15, 16), exact(16, 18)] },
    ['0-10 unread', '10-15 good', '15-18 bad', '18-90 good', '90-100 unread'],
  ],
  ['all bad', { bad: [exact(10, 90)] }, ['0-10 unread', '10-90 bad', '90-100 unread']],
])('%s', (_, change, expected) => {
  expect(states(change)).toEqual(expected);
});

describe('what is called bad was read', () => {
  const UNREAD = { bytes: [90, 0, 90, 90, 90, 90, 90, 90] };
  test.each<[string, Shape]>([
    ['in a block that was not', { ...UNREAD, bad: [exact(22, 23)] }],
    ['into such a block', { ...UNREAD, bad: [exact(19, 21)] }],
    ['before the range', { bad: [exact(5, 6)] }],
    ['over another', { bad: [exact(15, 18), exact(17, 19)] }],
  ])('%s: a defect', (_, change) => {
    expect(() => states(change)).toThrow(expect.objectContaining({ code: 'ERR_DEFECT' }));
  });
});

test('each sector once, neighbours differ, as many of each state as the scan counts', () => {
  fc.assert(
    fc.property(drawnScan, ({ scan }) => {
      const all = [...sectorStates(scan)];
      expect([all[0]!.from, all.at(-1)!.to]).toEqual([0, scan.result.device.sectors]);
      for (const [i, { from, to, state }] of all.entries()) {
        expect(from).toBeLessThan(to);
        if (i > 0) expect([all[i - 1]!.to, all[i - 1]!.state === state]).toEqual([from, false]);
      }
      const count = (...which: SectorState[]) =>
        all
          .filter(({ state }) => which.includes(state))
          .reduce((sum, { from, to }) => sum + to - from, 0);
      const { coverage } = scan.result;
      expect([count('good'), count('bad', 'failed')]).toEqual([coverage.good, coverage.bad]);
    }),
  );
});
