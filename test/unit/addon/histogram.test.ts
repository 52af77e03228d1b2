import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketMiddleNs, emptyHistogram, percentilesNs } from '../../../src/addon/histogram.ts';
import { native } from '../../../src/addon/native.ts';

const SHARES = [0.5, 0.9, 0.99, 0.999, 0.9999];

/** 128 buckets an octave: what native/core/scan_slice.h says. */
function bucketOf(ns: number): number {
  if (ns < 128) return ns;
  const octave = Math.floor(Math.log2(ns));
  const shift = octave - 7;
  return (shift + 1) * 128 + (Math.floor(ns / 2 ** shift) - 128);
}

/** Nearest rank. */
function exact(sorted: readonly number[], share: number): number {
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
}

/** From 1 ns to 36 minutes, each size as likely as the next. */
const latency = fc
  .double({ min: 0, max: 40.9, noNaN: true })
  .map((power) => Math.floor(2 ** power));

describe('percentilesNs', () => {
  test('within 1 % of the exact ones, whatever the latencies', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 500 }), (latencies) => {
        const histogram = emptyHistogram();
        for (const ns of latencies) histogram[bucketOf(ns)]!++;
        const sorted = [...latencies].sort((a, b) => a - b);
        for (const [i, got] of percentilesNs(histogram, SHARES).entries()) {
          const expected = exact(sorted, SHARES[i]!);
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(expected * 0.01);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of nothing are 0', () => {
    expect(percentilesNs(emptyHistogram(), SHARES)).toEqual([0, 0, 0, 0, 0]);
  });

  test('of more readings than 32 bits count', () => {
    const histogram = emptyHistogram();
    histogram[bucketOf(1e6)] = 9e9;
    histogram[bucketOf(9e8)] = 1e9;
    const [p50, p90, p99] = percentilesNs(histogram, [0.5, 0.9, 0.99]);
    expect(p50! / 1e6).toBeCloseTo(1, 2);
    expect(p90! / 1e6).toBeCloseTo(1, 2);
    expect(p99! / 9e8).toBeCloseTo(1, 2);
  });
});

describe('bucketMiddleNs', () => {
  test('lies in its bucket, and buckets follow each other without a gap', () => {
    let reached = 0;
    for (let bucket = 0; bucket < native.layout.histogramBuckets; bucket++) {
      const middle = bucketMiddleNs(bucket);
      expect(bucketOf(Math.floor(middle))).toBe(bucket);
      expect(middle).toBeGreaterThan(reached - 1);
      reached = middle;
    }
  });
});
