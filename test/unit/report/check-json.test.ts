// A check as JSON: what was not read, and lists that would be too long.

import { expect, test } from 'vitest';
import { checkReport, unopenedCheckReport } from '../../../src/report/check-json.ts';
import { aCheck, aProbed, aSuspect, extents } from './a-check.ts';

const MOST = 100_000;

test('nothing was read: nothing is covered', () => {
  const report = checkReport(aCheck({ probed: null, verdict: 'explained', device: null }));
  expect(report).toMatchObject({
    schema: 'surfscan.check/1',
    device: null,
    coverage: { total: 0, good: 0, bad: 0, unread: 0 },
    bad: [],
    weak: [],
    verdict: 'explained',
    explanation: ['A sentence.'],
  });
  expect(report).not.toHaveProperty('error');
});

test('a target that could not be opened', () => {
  const error = { code: 'ERR_ABSENT', errno: 'ENOENT', message: 'it is not there' } as const;
  const report = unopenedCheckReport(aCheck().device!, error);
  expect(report).toMatchObject({ error, verdict: 'incomplete', explanation: [error.message] });
});

test('100,000 entries of each list; how many more there are is said', () => {
  const suspects = Array.from({ length: MOST + 1 }, (_, i) => aSuspect(i, i, { line: i }));
  const probed = aProbed({ bad: extents(MOST), weak: extents(MOST + 2) });
  const report = checkReport(aCheck({ suspects, probed }));
  expect([report.suspects, report.bad, report.weak].map(({ length }) => length)).toEqual(
    Array(3).fill(MOST),
  );
  expect([report.suspects[0]!.from, report.weak[0]!.from]).toEqual([0, 1000]);
  expect(report.explanation).toEqual([
    'A sentence.',
    '1 more suspects are not listed.',
    '2 more weak extents are not listed.',
  ]);
});

test('whom the log accused by which line, without what only the program needs', () => {
  const source = {
    line: 7,
    text: 'a line',
    format: 'linux-block',
    device: 'sda',
    firstLba: 5,
    lastLba: 6,
    names: 'exact',
    accusation: {},
  } as never;
  const { suspects } = checkReport(aCheck({ suspects: [aSuspect(5, 6, source)] }));
  const { accusation: _, firstLba: from, lastLba: to, ...told } = source as Record<string, unknown>;
  expect(suspects).toEqual([{ from: 5, to: 6, sources: [{ ...told, from, to }] }]);
});
