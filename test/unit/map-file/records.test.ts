// Findings as a map's records: a sector is failed or bad, and never both.

import { expect, test } from 'vitest';
import { NO_FINDINGS } from '../../../src/map-file/contents.ts';
import { decodeFindings, encodeFindings } from '../../../src/map-file/records.ts';
import { aHeader } from './fixtures.ts';

const failed = (from: number, to: number) =>
  ({ from, to, value: { error: 'UNC', errno: null } }) as const;
const bad = (from: number, to: number) =>
  ({ from, to, value: { error: 'UNC', errno: null, exact: true, reads: 1 } }) as const;

const read = (lists: {
  failed: readonly ReturnType<typeof failed>[];
  bad: readonly ReturnType<typeof bad>[];
}) => decodeFindings(encodeFindings({ ...NO_FINDINGS, ...lists }), aHeader(100));

test.each([
  ['before', [failed(40, 48)], [bad(8, 9), bad(10, 11)]],
  ['behind', [failed(0, 8), failed(16, 24)], [bad(40, 41)]],
  ['between', [failed(0, 8), failed(40, 48)], [bad(8, 9), bad(20, 21), bad(39, 40)]],
  ['none', [failed(0, 8)], []],
])('bad sectors %s are apart', (_, failures, sectors) => {
  expect(read({ failed: failures, bad: sectors })).toEqual({
    ...NO_FINDINGS,
    failed: failures,
    bad: sectors,
  });
});

test.each([
  [[failed(8, 16)], [bad(15, 16)], 15],
  [[failed(8, 16)], [bad(7, 9)], 7],
  [[failed(0, 4), failed(8, 16)], [bad(4, 5), bad(8, 9)], 8],
  [[failed(8, 16)], [bad(0, 1), bad(2, 3), bad(10, 11)], 10],
])('failed %o, bad %o', (failures, sectors, lba) => {
  expect(() => read({ failed: failures, bad: sectors })).toThrow(
    expect.objectContaining({
      code: 'ERR_USAGE',
      message: `findings: sector ${lba} is failed and bad`,
    }),
  );
});

test('what the drive said is kept: of what failed, is bad or weak, and beside another answer', () => {
  const ata = { error: 'UNC', errno: 'ENODATA', drive: '51/40' } as const;
  const sense = { error: 'IDNF', errno: null, drive: '5/21/00', named: true } as const;
  const nvme = { error: 'UNC', errno: 'EIO', drive: 'nvme 2/81', named: true } as const;
  const findings = {
    ...NO_FINDINGS,
    failed: [{ from: 0, to: 8, value: nvme }],
    bad: [
      { from: 16, to: 17, value: { ...ata, exact: true, reads: 1 } },
      { from: 17, to: 18, value: { ...ata, named: true, exact: true, reads: 1 } },
      { from: 18, to: 19, value: { ...sense, exact: true, reads: 2 } },
    ],
    weak: [{ from: 24, to: 32, value: { ...sense, drive: 'b/47/03', exact: false, reads: 0 } }],
  } as const;
  expect(decodeFindings(encodeFindings(findings), aHeader(100))).toEqual(findings);
});
