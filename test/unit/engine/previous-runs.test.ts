// What a map tells of latencies whose run was killed: bytes and state were written one after the other.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latenciesOf, NO_PREVIOUS_RUNS } from '../../../src/engine/previous-runs.ts';
import { latencySummary } from '../../../src/reading/latency-summary.ts';
import { FIRST_ERROR_BYTE } from '../../../src/vocabulary/classes.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';

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
