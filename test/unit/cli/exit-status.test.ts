import { describe, expect, test } from 'vitest';
import { runStatus } from '../../../src/cli/exit-status.ts';
import type { RunEntry } from '../../../src/index.ts';
import { defect, SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aResult } from '../report/a-result.ts';

const { device } = aResult();
const trouble = { code: 'ERR_GONE', errno: 'ENXIO', message: 'it left' } as const;

const ENTRIES = {
  pass: aResult({ verdict: 'pass' }),
  fail: aResult({ verdict: 'fail' }),
  stopped: aResult({ verdict: 'incomplete', finished: null }),
  left: aResult({ verdict: 'incomplete', trouble }),
  'left and failed': aResult({ verdict: 'fail', trouble }),
  defect: aResult({ verdict: 'incomplete', trouble: { ...trouble, code: 'ERR_DEFECT' } }),
  'defect and failed': aResult({ verdict: 'fail', trouble: { ...trouble, code: 'ERR_DEFECT' } }),
  unopened: { device, error: new SurfscanError('ERR_ACCESS', 'not allowed') },
  'not scanned for another': { device, error: null },
  'broke down': { device, error: defect('oh') },
} satisfies Record<string, RunEntry>;

type Name = keyof typeof ENTRIES;

describe('runStatus of one', () => {
  test.each<[Name, number]>([
    ['pass', 0],
    ['fail', 1],
    ['stopped', 4],
    ['left', 3],
    ['left and failed', 1],
    ['defect', 70],
    ['defect and failed', 70],
    ['unopened', 3],
    ['broke down', 70],
  ])('%s: %i', (name, status) => {
    expect(runStatus([ENTRIES[name]])).toBe(status);
  });
});

describe('runStatus of several: 70, 1, 3, 4, 0, the first that applies', () => {
  const byRank: [Name, number][] = [
    ['defect', 70],
    ['fail', 1],
    ['left', 3],
    ['stopped', 4],
    ['pass', 0],
  ];
  const pairs = byRank.flatMap(([first, status], i) =>
    byRank.slice(i).map(([second]): [Name, Name, number] => [first, second, status]),
  );

  test.each(pairs)('%s and %s: %i', (first, second, status) => {
    expect(runStatus([ENTRIES[first], ENTRIES[second]])).toBe(status);
    expect(runStatus([ENTRIES[second], ENTRIES[first], ENTRIES.pass])).toBe(status);
  });

  test('one that could not be opened, and those that were not scanned for it: 3', () => {
    expect(runStatus([ENTRIES['not scanned for another'], ENTRIES.unopened])).toBe(3);
  });
});
