// The table of classes and errors, against the map's bytes.

import { describe, expect, test } from 'vitest';
import {
  CLASSES,
  classOfByte,
  ERRORS,
  errorOfByte,
  errorOfCode,
  errorOfNative,
  SLOW_MS,
} from '../../../src/vocabulary/classes.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';

describe('an error', () => {
  // Byte, number in native/device.h, letter; mildest first: the worst of some blocks is the largest byte.
  test.each([
    ['ABRT', 240, 1, '!'],
    ['BBK', 241, 2, '*'],
    ['IO', 242, 3, 'E'],
    ['TIME', 243, 4, '?'],
    ['AMNF', 244, 5, 'A'],
    ['T0NF', 245, 6, '0'],
    ['IDNF', 246, 7, 'S'],
    ['UNC', 247, 8, 'x'],
  ] as const)('%s is byte %d', (code, byte, native, letter) => {
    const error = errorOfCode(code);
    expect(error).toMatchObject({ code, byte, native, letter });
    expect(error.color).toBe(code === 'TIME' ? 'magenta' : 'bright-red');
    expect(errorOfByte(byte)).toBe(error);
    expect(errorOfNative(native)).toBe(error);
  });

  test('GONE has no byte: its blocks stay unread', () => {
    expect(errorOfCode('GONE')).toMatchObject({ byte: null, native: 9 });
  });

  test('has a letter of its own', () => {
    expect(new Set(ERRORS.map(({ letter }) => letter)).size).toBe(9);
  });

  test.each([0, 10, 255])('%d is none', (native) => {
    expect(() => errorOfNative(native)).toThrow(RangeError);
  });
});

describe('a class', () => {
  test.each([
    [1, '<3ms'],
    [104, '<3ms'],
    [105, '<10ms'],
    [120, '<10ms'],
    [121, '<50ms'],
    [141, '<50ms'],
    [142, '<150ms'],
    [155, '<150ms'],
    [156, '<500ms'],
    [171, '<500ms'],
    [172, '>500ms'],
    [239, '>500ms'],
  ])('step %d is %s', (byte, name) => {
    expect(classOfByte(byte).name).toBe(name);
  });

  test('begins where the one before it ends', () => {
    for (const [i, { firstStep }] of CLASSES.entries()) {
      if (i === 0) continue;
      expect(stepEdgesNs[firstStep]! / 1e6).toBeCloseTo(CLASSES[i - 1]!.limitMs, 6);
    }
    expect(CLASSES.at(-1)!.limitMs).toBe(Number.POSITIVE_INFINITY);
    expect(CLASSES.at(-2)!.limitMs).toBe(SLOW_MS);
  });
});
