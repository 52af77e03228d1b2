// What a drive hides behind its last sector is told before a scan, by whatever method.

import { expect, test } from 'vitest';
import { chosen, DRIVE, SATA, SECTORS } from './probed-drive.ts';

const HIDING = { ...SATA, drive: { mayHide: true } };

test.each(['read', 'verify', 'auto'] as const)('%s: how many sectors', async (method) => {
  const { notes } = await chosen({ ...HIDING, nativeLast: SECTORS + 2047 }, method);
  expect(notes).toContainEqual(
    expect.stringMatching(
      /^a host protected area \(HPA\) of \/dev\/sda hides 2,048 sectors \(1.05 MB\) /,
    ),
  );
});

test.each([
  ['it hides none', SECTORS - 1],
  ['it does not tell', null],
])('%s: nothing is said', async (_, nativeLast) => {
  const { notes, asked } = await chosen({ ...HIDING, nativeLast }, 'read');
  expect([notes, asked]).toEqual([[], ['native last']]);
});

test('a partition: of the whole disk', async () => {
  const part = { mayHide: true, firstLba: 2048, sectors: 2 * SECTORS };
  const nativeLast = 2 * SECTORS;
  const { notes } = await chosen({ ...SATA, drive: part, nativeLast }, 'read');
  expect(notes).toEqual([expect.stringContaining('hides 1 sector ')]);
});

test('a drive without such an area is not asked', async () => {
  expect(DRIVE.mayHide).toBeUndefined();
  const { notes, asked } = await chosen({ ...SATA, nativeLast: SECTORS + 9 }, 'read');
  expect([notes, asked]).toEqual([[], []]);
});
