// What is typed and what a log accuses, as one list.

import { expect, test } from 'vitest';
import { mergeSuspects } from '../../../src/index.ts';
import type { Source } from '../../../src/kernel-log/index.ts';
import { processorSeconds } from '../processor-time.ts';

const source = (lba: number, line: number) => ({ firstLba: lba, lastLba: lba, line }) as Source;
const at = (firstLba: number, lastLba: number, ...sources: Source[]) => ({
  firstLba,
  lastLba,
  sources,
});

test('what overlaps or touches is one, with all that led there in its order', () => {
  const merged = mergeSuspects([
    at(50, 59, source(55, 1), source(58, 2)),
    at(10, 49, source(40, 9), source(40, 3)),
    at(61, 61),
    at(0, 100_000, source(5, 4)),
    at(100_002, 100_002),
  ]);
  expect(merged.map(({ firstLba, lastLba }) => [firstLba, lastLba])).toEqual([
    [0, 100_000],
    [100_002, 100_002],
  ]);
  expect(merged[0]!.sources.map(({ line }) => line)).toEqual([4, 3, 9, 1, 2]);
});

test('a long range over 200,000 suspects of a log takes no time', () => {
  const many = Array.from({ length: 200_000 }, (_v, i) => at(i * 10, i * 10, source(i * 10, i)));
  const seconds = processorSeconds(() => {
    const [one, ...others] = mergeSuspects([at(0, 2_000_000), ...many]);
    expect(others).toEqual([]);
    expect(one!.sources).toHaveLength(200_000);
  });
  expect(seconds).toBeLessThan(5);
});
