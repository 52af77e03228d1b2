// Every LBA of an order is settled once, upwards, however it is told how far it got.

import { expect, test } from 'vitest';
import { SettleCursor } from '../../../src/reading/settle-cursor.ts';
import { lbaInRun, wholeRun } from '../../../src/reading/whole-run.ts';

const RUNS = [wholeRun(10, 20, 4, 0), wholeRun(20, 22, 4, 0), wholeRun(40, 41, 4, 0)];

function settled(...reached: number[]): { settled: string[]; rest: string[] } {
  const told: string[] = [];
  const cursor = new SettleCursor(RUNS, (from, to) => told.push(`${from}-${to}`));
  for (const lba of reached) cursor.upTo(lba);
  return { settled: told, rest: [...cursor.rest()].map(([from, to]) => `${from}-${to}`) };
}

test.each([
  [[], [], ['10-20', '20-22', '40-41']],
  [[5], [], ['10-20', '20-22', '40-41']],
  [[10], [], ['10-20', '20-22', '40-41']],
  [[13], ['10-13'], ['13-20', '20-22', '40-41']],
  [[13, 13, 12], ['10-13'], ['13-20', '20-22', '40-41']],
  [
    [13, 20],
    ['10-13', '13-20'],
    ['20-22', '40-41'],
  ],
  [[21], ['10-20', '20-21'], ['21-22', '40-41']],
  [[30], ['10-20', '20-22'], ['40-41']],
  [[21, 41], ['10-20', '20-21', '21-22', '40-41'], []],
  [[99, 100], ['10-20', '20-22', '40-41'], []],
])('up to %j', (reached, told, rest) => {
  expect(settled(...reached)).toEqual({ settled: told, rest });
});

test('no runs at all', () => {
  const cursor = new SettleCursor([], () => {
    throw new Error('there is nothing to settle');
  });
  cursor.upTo(100);
  expect([...cursor.rest()]).toEqual([]);
});

test('a run’s units, and where each begins', () => {
  const run = wholeRun(10, 20, 4, 0);
  expect(run).toEqual({ fromLba: 10, toLba: 20, first: 0, end: 3 });
  expect([0, 1, 2, 3, 4].map((unit) => lbaInRun(run, unit, 4, 0))).toEqual([10, 12, 16, 20, 20]);
  expect(wholeRun(10, 20, 4, 1)).toMatchObject({ end: 3 });
  expect(lbaInRun(wholeRun(10, 20, 4, 1), 1, 4, 1)).toBe(13);
});
