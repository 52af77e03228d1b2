// What the map of version 1.3 in test/fixtures/maps holds: a long snapshot, and changes of every kind of it.

import type { FindingsChanges } from '../../../src/map-file/changes.ts';
import { type MapFindings, NO_FINDINGS } from '../../../src/map-file/contents.ts';
import type { MapHeader } from '../../../src/map-file/header.ts';
import { aHeader, FINDINGS } from './fixtures.ts';

/** Of blocks of one sector. */
const SECTORS = 8000;
export const CHANGED_HEADER: MapHeader = aHeader(SECTORS / 8, { blockSectors: 1 });

const value = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } as const;

/** Every second sector of 2,000 … 6,000. */
const bad = Array.from({ length: 2000 }, (_, i) => ({
  from: 2000 + 2 * i,
  to: 2001 + 2 * i,
  value,
}));
const slow = { ...FINDINGS.slow[0]!, from: 900, to: 901 };

export const LONG: MapFindings = {
  ...NO_FINDINGS,
  bad,
  failed: [{ from: 1000, to: 1100, value: { error: 'IO', errno: 'EIO' } }],
  slow: [slow],
  disturbed: [{ from: 0, to: 500, foreignSectors: 3 }],
};

/** The failed range is narrowed from 1,040 on, two bad sectors are gone, the slow block was read again. */
export const CHANGES: readonly FindingsChanges[] = [
  {
    ranges: [{ from: 1040, to: 1100 }],
    disturbedRanges: [],
    findings: { ...NO_FINDINGS, bad: [{ from: 1050, to: 1051, value }] },
  },
  {
    ranges: [
      { from: 80, to: 336 },
      { from: 900, to: 901 },
      { from: 2000, to: 2003 },
    ],
    disturbedRanges: [{ from: 0, to: 800 }],
    findings: { ...FINDINGS, slow: [...FINDINGS.slow, { ...slow, againNs: 7, rereadDone: true }] },
  },
];

export const CHANGED: MapFindings = {
  ...FINDINGS,
  failed: [...FINDINGS.failed, { ...LONG.failed[0]!, to: 1040 }],
  bad: [...FINDINGS.bad, { from: 1050, to: 1051, value }, ...bad.slice(2)],
  slow: [...FINDINGS.slow, { ...slow, againNs: 7, rereadDone: true }],
};
