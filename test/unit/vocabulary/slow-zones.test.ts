import { expect, test } from 'vitest';
import { isFastDisk } from '../../../src/vocabulary/slow-zones.ts';

test('a slow zone is a defect where a disk of its kind is faster, read in blocks of 64 KiB or more', () => {
  const disk = { kind: 'block', bus: 'sata', rotational: true } as const;
  expect([65_535, 65_536, 131_072].map((bytes) => isFastDisk(disk, bytes))).toEqual([
    false,
    true,
    true,
  ]);
  expect(isFastDisk({ ...disk, bus: 'usb' }, 65_536)).toBe(false);
});
