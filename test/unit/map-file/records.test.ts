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
