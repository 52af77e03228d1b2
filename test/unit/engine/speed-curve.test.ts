// How fast a disk is from its first LBA to its last, by what was read of it.

import { describe, expect, test } from 'vitest';
import { SpeedCurve } from '../../../src/engine/estimate.ts';

describe('the speed of late', () => {
  /** Of a disk as quick everywhere, in the middle of each fortieth. */
  const curveOf = (seconds: Readonly<Record<number, number>>) => {
    const curve = new SpeedCurve(0);
    for (const [part, took] of Object.entries(seconds)) {
      curve.add((Number(part) + 0.5) / 40, 0.5 / 40, took);
    }
    return curve;
  };

  test('is unknown before anything was read', () => {
    expect(curveOf({}).recentRate()).toBeNull();
  });

  test('is that of the last four parts that were read', () => {
    expect(curveOf({ 0: 1, 1: 1, 2: 2, 3: 3, 4: 4 }).recentRate()).toBeCloseTo(10 / (2 / 40));
  });

  test('is all there is, of fewer', () => {
    expect(curveOf({ 0: 1, 39: 2 }).recentRate()).toBeCloseTo(3 / (1 / 40));
  });

  test('leaves out what is unread in between', () => {
    expect(curveOf({ 0: 1, 10: 1, 20: 1, 30: 1, 31: 7 }).recentRate()).toBeCloseTo(10 / (2 / 40));
  });

  test('adds up what was read of a part, the last of which ends the disk', () => {
    const curve = new SpeedCurve(0);
    curve.add(0.99, 0.005, 1);
    curve.add(1, 0.005, 2);
    expect(curve.recentRate()).toBeCloseTo(300);
  });
});

describe('the curve', () => {
  /** Parts of a disk whose v² is what `of` says, in their middles. */
  const read = (expected: number, parts: readonly number[], of: (x: number) => number) => {
    const curve = new SpeedCurve(expected);
    for (const part of parts) {
      const at = (part + 0.5) / 40;
      curve.add(at, 1 / 40, 1 / 40 / Math.sqrt(of(at)));
    }
    return curve;
  };
  const ALL = Array.from({ length: 40 }, (_, part) => part);
  /** The whole disk, where v² falls by so much: the integral of 1/v. */
  const costOf = (fall: number) => (fall === 0 ? 1 : (2 / fall) * (1 - Math.sqrt(1 - fall)));
  const falling = (fall: number) => (x: number) => 1 - fall * x;

  test.each<[string, readonly number[], (x: number) => number, number]>([
    ['nothing read: as expected', [], falling(0.75), 0.5],
    ['of all it is what was read', ALL, falling(0.75), 0.75],
    ['of half of it a quarter', ALL.slice(0, 20), falling(0.75), 0.25 * 0.75 + 0.75 * 0.5],
    ['of three parts nothing', [0, 1, 2], falling(0.75), 0.5],
    ['of four a hundredth', [0, 1, 2, 39], falling(0.75), 0.01 * 0.75 + 0.99 * 0.5],
    ['a steep one ends before it stands still', ALL, falling(0.99), 0.95],
    ['one that rises does not fall', ALL, (x) => 1 + x, 0],
    ['nor one that begins at nearly nothing', ALL, (x) => (x < 0.5 ? 0.001 : 1), 0],
  ])('%s', (_, parts, of, fall) => {
    const curve = read(0.5, parts, of);
    expect(curve.cost([{ from: 0, to: 1 }])).toBeCloseTo(costOf(fall), 6);
  });

  test('costs what its parts cost together', () => {
    const curve = read(0.5, [], falling(0.5));
    const [near, far] = [curve.cost([{ from: 0, to: 0.5 }]), curve.cost([{ from: 0.5, to: 1 }])];
    const parts = [
      { from: 0, to: 0.5 },
      { from: 0.5, to: 1 },
    ];
    expect(curve.cost(parts)).toBeCloseTo(near + far, 12);
    expect(far).toBeGreaterThan(1.1 * near);
  });

  test('that is expected to be level stays so, whatever was read', () => {
    expect(read(0, ALL, falling(0.75)).cost([{ from: 0.2, to: 0.7 }])).toBeCloseTo(0.5, 12);
  });
});
