import { describe, expect, test } from 'vitest';
import { CLASSES, classOfByte, errorOfByte } from '../../../src/vocabulary/classes.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';

/** Limits in nanoseconds, and the first step from each on. */
const LIMITS = [1e3, 3e6, 10e6, 50e6, 150e6, 500e6, 100e9];
const FIRST_STEPS = [1, 105, 121, 142, 156, 172, 240];

describe('the latency scale', () => {
  test('edge(s) = round(lo · (hi/lo)^((s − F)/n))', () => {
    for (let step = 1; step <= 239; step++) {
      const part = FIRST_STEPS.findLastIndex((first) => first <= step);
      const [lo, hi] = [LIMITS[part]!, LIMITS[part + 1]!];
      const steps = FIRST_STEPS[part + 1]! - FIRST_STEPS[part]!;
      const exponent = (step - FIRST_STEPS[part]!) / steps;
      // By logarithms, not by the power that C++ takes: equal to the nanosecond but for 100 s.
      const edge = Math.exp(Math.log(lo) + exponent * Math.log(hi / lo));
      expect(Math.abs(stepEdgesNs[step]! - edge)).toBeLessThanOrEqual(0.5 + edge * 1e-12);
    }
  });

  test('has 104, 16, 21, 14, 16 and 68 steps', () => {
    const steps = FIRST_STEPS.slice(1).map((first, i) => first - FIRST_STEPS[i]!);
    expect(steps).toEqual([104, 16, 21, 14, 16, 68]);
    expect(stepEdgesNs).toHaveLength(240);
  });

  test('every class limit is the lower edge of a step', () => {
    for (const [i, { firstStep, limitMs }] of CLASSES.entries()) {
      expect(firstStep).toBe(FIRST_STEPS[i]);
      expect(stepEdgesNs[firstStep]).toBe(LIMITS[i]);
      if (Number.isFinite(limitMs)) expect(limitMs * 1e6).toBe(LIMITS[i + 1]);
    }
  });

  test('a step is about 8 %, and none is empty', () => {
    for (let step = 1; step < 239; step++) {
      const ratio = stepEdgesNs[step + 1]! / stepEdgesNs[step]!;
      expect(ratio).toBeGreaterThan(1.07);
      expect(ratio).toBeLessThan(1.09);
    }
  });
});

describe('bytes of the map', () => {
  test('a step tells its class', () => {
    for (let step = 1; step <= 239; step++) {
      const { limitMs, firstStep } = classOfByte(step);
      expect(firstStep).toBeLessThanOrEqual(step);
      expect(stepEdgesNs[step]).toBeLessThan(limitMs * 1e6);
    }
  });

  test('240…247 are the errors, mildest first', () => {
    const codes = Array.from({ length: 8 }, (_, i) => errorOfByte(240 + i).code);
    expect(codes).toEqual(['ABRT', 'BBK', 'IO', 'TIME', 'AMNF', 'T0NF', 'IDNF', 'UNC']);
    expect(Array.from({ length: 8 }, (_, i) => errorOfByte(240 + i).byte)).toEqual([
      240, 241, 242, 243, 244, 245, 246, 247,
    ]);
  });
});
