// The options that a map keeps: read back as they were, and refused where no scan could have them.

import { describe, expect, test } from 'vitest';
import {
  laterOptions,
  packOptions,
  unpackOptions,
  withGiven,
} from '../../../src/engine/map-options.ts';
import { parseRule } from '../../../src/index.ts';

const ALL = {
  jobs: 3,
  depth: 16,
  timeoutSeconds: 0.5,
  hangSeconds: 60,
  retries: 2,
  refineLimitSeconds: 0,
  maxBad: 7,
  bytesPerSecond: 1000,
  maxTempC: 55,
  refine: false,
  rules: [parseRule('bad>0'), parseRule('p99>49.5')],
  baseline: '/maps/january.surfscan',
  smart: 'off',
} as const;

test('all of them come back as they were', () => {
  const packed = packOptions(ALL);
  expect(packed).toEqual({ ...ALL, rules: ['bad>0', 'p99>49.5'] });
  expect(unpackOptions(JSON.parse(JSON.stringify(packed)))).toEqual(ALL);
});

test('what was not given is not kept; the range and the block size are the map’s', () => {
  expect(packOptions({ from: () => 3, to: () => 9, blockSectors: 8 })).toEqual({});
  expect(unpackOptions({})).toEqual({});
});

test('what is given counts', () => {
  expect(withGiven({ retries: 2, jobs: 3 }, { retries: 0 })).toEqual({ retries: 0, jobs: 3 });
});

describe('the limits of', () => {
  test.each([
    ['jobs', 1, 64],
    ['depth', 1, 256],
    ['timeoutSeconds', 0.001, 999_999_999],
    ['hangSeconds', 0.001, 999_999_999],
    ['retries', 0, 1_000_000],
    ['refineLimitSeconds', 0, 999_999_999],
    ['maxBad', 1, 2 ** 32 - 1],
    ['bytesPerSecond', 1, Number.MAX_SAFE_INTEGER],
    ['maxTempC', 1, 125],
  ] as const)('%s: %d to %d', (name, least, most) => {
    for (const value of [least, most])
      expect(unpackOptions({ [name]: value })).toEqual({ [name]: value });
    const step = Number.isInteger(least) && name !== 'refineLimitSeconds' ? 1 : 0.0005;
    for (const value of [least - step, most + 1, '1', true, null]) {
      expect(() => unpackOptions({ [name]: value })).toThrow(
        `the map keeps an odd value of ${name}: expected ${least} to ${most}`,
      );
    }
  });

  test.each(['jobs', 'depth', 'retries', 'maxBad', 'bytesPerSecond'])('%s is whole', (name) => {
    expect(() => unpackOptions({ [name]: 1.5 })).toThrow(/odd value/);
  });

  test.each(['timeoutSeconds', 'hangSeconds', 'refineLimitSeconds'])('%s is not', (name) => {
    expect(unpackOptions({ [name]: 1.5 })).toEqual({ [name]: 1.5 });
  });
});

test.each([
  [{ refine: 1 }, /odd value of refine/],
  [{ rules: 'bad>0' }, /odd value of rules/],
  [{ rules: ['bad'] }, /--fail-on/],
])('%o is refused', (packed, words) => {
  expect(() => unpackOptions(packed as never)).toThrow(words);
});

test('those of a later version are left out, and known for such', () => {
  const packed = { jobs: 3, toString: 1, from: 3, maxTemp: 50, rules: ['bad>0'] };
  expect(unpackOptions(packed)).toEqual({ jobs: 3, rules: [parseRule('bad>0')] });
  expect(laterOptions(packed)).toEqual({ toString: 1, from: 3, maxTemp: 50 });
});

test('what smart is, is one of two words', () => {
  for (const smart of ['', 'on', true, null]) {
    expect(() => unpackOptions({ smart })).toThrow(/odd value of smart/);
  }
});

test('a baseline is named again where its name is longer than a map keeps, and is text', () => {
  expect(packOptions({ baseline: `/${'x'.repeat(300)}` })).toEqual({});
  for (const baseline of ['', 7, true, ['a']]) {
    expect(() => unpackOptions({ baseline })).toThrow(/odd value of baseline/);
  }
});
