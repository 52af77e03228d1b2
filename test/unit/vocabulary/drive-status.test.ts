import { expect, test } from 'vitest';
import { driveStatus, driveWords, packedStatus } from '../../../src/vocabulary/drive-status.ts';

test.each([
  [0, null],
  [0x0100_5140, '51/40'],
  [0x0100_7000, '70/00'],
  [0x0203_1104, '3/11/04'],
  [0x020b_4703, 'b/47/03'],
  [0x0300_0281, 'nvme 2/81'],
])('%i is %s', (packed, text) => {
  expect(driveStatus(packed)).toBe(text);
  if (text !== null) expect(packedStatus(text)).toBe(packed);
});

test('a kind that the addon does not have is a defect', () => {
  expect(() => driveStatus(0x0400_0000)).toThrow(expect.objectContaining({ code: 'ERR_DEFECT' }));
});

test.each([
  ['51/40', 'status 51, error 40'],
  ['3/11/04', 'sense 3/11/04'],
  ['nvme 2/81', 'NVMe status 2/81'],
])('%s in words: %s', (status, words) => {
  expect(driveWords(status)).toBe(words);
});
