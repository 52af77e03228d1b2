// What earlier runs came to. A map tells of latencies though its run was killed: bytes and state were written
// one after the other.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOfNs } from '../../../src/addon/histogram.ts';
import {
  classTally,
  errorTally,
  goodTally,
  latenciesOf,
  NO_PREVIOUS_RUNS,
  tallyOf,
} from '../../../src/engine/previous-runs.ts';
import { latencySummary } from '../../../src/reading/latency-summary.ts';
import { CLASSES, errorOfCode, FIRST_ERROR_BYTE } from '../../../src/vocabulary/classes.ts';
import { stepEdgesNs, stepMiddleNs } from '../../../src/vocabulary/latency-scale.ts';

const tally = tallyOf(Uint8Array.of(0, 0, 1, 90, 90, FIRST_ERROR_BYTE - 1, 247, 243, 243));

describe('blocks', () => {
  test('are counted by class, from its first step to the next one’s', () => {
    const edges = CLASSES.map(({ firstStep }) => firstStep);
    const all = tallyOf(Uint8Array.from(edges.flatMap((step) => [step, step - 1])));
    expect(CLASSES.map((_, index) => classTally(all, index))).toEqual([2, 2, 2, 2, 2, 1]);
  });

  test('are counted by error; those in flight when a disk left have no byte', () => {
    const error = errorOfCode('UNC');
    expect(errorTally(tallyOf(Uint8Array.of(error.byte!, error.byte!)), 'UNC')).toBe(2);
    expect(errorTally(tally, 'GONE')).toBe(0);
  });

  test('that read are all but unread and failed ones', () => {
    expect(goodTally(tally)).toBe(4);
  });
});

test('where nothing was told, the mean is that of the middles of the steps', () => {
  const all = latenciesOf({ ...NO_PREVIOUS_RUNS, tally: tallyOf(Uint8Array.of(1, 1, 2)) });
  expect(all.sumNs).toBeCloseTo(2 * stepMiddleNs(1) + stepMiddleNs(2), 6);
});

test('percentiles are of the middles of the bytes’ steps', () => {
  const all = latenciesOf({ ...NO_PREVIOUS_RUNS, tally });
  const counted = [1, 90, FIRST_ERROR_BYTE - 1].map(
    (step) => all.histogram[bucketOfNs(stepMiddleNs(step))],
  );
  expect(counted).toEqual([1, 2, 1]);
  expect(all.histogram.reduce((sum, count) => sum + count)).toBe(4);
});

test('of no blocks nothing is told', () => {
  expect(latenciesOf(NO_PREVIOUS_RUNS)).toMatchObject({
    ...{ sumNs: 0, minNs: Number.POSITIVE_INFINITY, maxNs: 0 },
  });
});

const stepOf = (ns: number) =>
  Math.max(
    1,
    stepEdgesNs.findLastIndex((edge) => edge <= ns),
  );

function tallied(readings: readonly number[]): Float64Array {
  const tally = new Float64Array(256);
  for (const ns of readings) tally[stepOf(ns)]!++;
  return tally;
}

const told = (readings: readonly number[]) => ({
  latencyCount: readings.length,
  latencySumNs: readings.reduce((sum, ns) => sum + ns, 0),
  latencyMinNs: readings.length === 0 ? 0 : Math.min(...readings),
  latencyMaxNs: Math.max(0, ...readings),
});

const summaryOf = (state: readonly number[], kept: readonly number[]) =>
  latencySummary(latenciesOf({ ...NO_PREVIOUS_RUNS, ...told(state), tally: tallied(kept) }))!;

const MS = 1e6;

test('a state that knows all its bytes is told to the nanosecond', () => {
  const readings = [3 * MS, 5 * MS, 700 * MS, 50];
  const { min, mean, max } = summaryOf(readings, readings);
  expect([min, mean, max]).toEqual([0.05, (708 * MS + 50) / 4 / 1000, 700_000]);
});

test('a state from before the first block: the bytes tell', () => {
  const { min, mean, max } = summaryOf([], [3 * MS, 3 * MS, 5 * MS]);
  expect(min).toBeGreaterThan(2700);
  expect(min).toBeLessThanOrEqual(3000);
  expect(mean / (11_000 / 3)).toBeCloseTo(1, 1);
  expect(max).toBeGreaterThan(4600);
  expect(max).toBeLessThanOrEqual(5000);
});

test.each([
  ['on the edge of the next step is another block’s', stepEdgesNs[91]!, stepEdgesNs[90]!],
  ['below it is kept', stepEdgesNs[91]! - 1, stepEdgesNs[91]! - 1],
  ['of a nanosecond, too', 1, 1],
])('a least latency %s', (_, latencyMinNs, minNs) => {
  expect(
    latenciesOf({ ...NO_PREVIOUS_RUNS, tally: tallied([stepEdgesNs[90]!]), latencyMinNs }).minNs,
  ).toBe(minNs);
});

test('a slow block that the state does not know is in the mean and the maximum', () => {
  const before = Array(100).fill(MS);
  const { mean, max } = summaryOf(before, [...before, 10_000 * MS]);
  expect(mean / (10_100_000 / 101)).toBeCloseTo(1, 1);
  expect(max).toBeGreaterThan(9_200_000);
});

test('what was read, but lost from the map, is in no mean', () => {
  const kept = Array(100).fill(MS);
  const { mean } = summaryOf([...kept, 10_000 * MS], kept);
  expect(mean / 1000).toBeCloseTo(1, 1);
});

test('nothing that read well: nothing is told', () => {
  const tally = new Float64Array(256);
  tally[0] = 10;
  tally[FIRST_ERROR_BYTE] = 3;
  expect(latencySummary(latenciesOf({ ...NO_PREVIOUS_RUNS, tally }))).toBeNull();
});

test('whatever was cut off: least ≤ mean ≤ most, and the mean is that of the bytes, to a step', () => {
  const reading = fc.integer({ min: 1000, max: 90_000 * MS });
  const some = fc.array(reading, { maxLength: 20 });
  fc.assert(
    fc.property(some, some, some, (both, stateOnly, mapOnly) => {
      const kept = [...both, ...mapOnly];
      if (kept.length === 0) return;
      const { min, mean, max } = summaryOf([...both, ...stateOnly], kept);
      const trueMean = kept.reduce((sum, ns) => sum + ns, 0) / kept.length / 1000;
      expect(min).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(max);
      expect(mean / trueMean).toBeGreaterThan(1 / 1.09);
      expect(mean / trueMean).toBeLessThan(1.09);
    }),
  );
});
