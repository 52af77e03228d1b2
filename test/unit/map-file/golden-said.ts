// What the map of version 1.4 in test/fixtures/maps holds that says what the drive said: each drive's words.

import type { MapFindings } from '../../../src/map-file/contents.ts';
import { FINDINGS } from './fixtures.ts';

const alone = { exact: true, reads: 1 } as const;

export const SAID: MapFindings = {
  ...FINDINGS,
  failed: [
    { from: 80, to: 88, value: { error: 'UNC', errno: 'EIO', drive: 'nvme 2/81', named: true } },
    { from: 96, to: 112, value: { error: 'IO', errno: null } },
  ],
  bad: [
    { from: 161, to: 162, value: { error: 'TIME', errno: 'ETIMEDOUT', ...alone } },
    { from: 162, to: 163, value: { error: 'UNC', errno: 'EIO', drive: '51/40', ...alone } },
    {
      from: 163,
      to: 164,
      value: { error: 'UNC', errno: 'EIO', drive: '51/40', named: true, ...alone },
    },
  ],
  weak: [
    {
      from: 240,
      to: 248,
      value: { error: 'ABRT', errno: 'EIO', drive: 'b/47/03', exact: false, reads: 0 },
    },
  ],
};
