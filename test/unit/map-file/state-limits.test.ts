// How much of a state a map keeps: so much, and not one more.

import { describe, expect, test } from 'vitest';
import { deflatedText } from '../../../src/map-file/deflated.ts';
import type { RereadZone } from '../../../src/map-file/reread-zones.ts';
import { decodeState, encodeState, type MapState } from '../../../src/map-file/state.ts';
import { shownPath } from '../../../src/map-file/storage.ts';
import { aState } from './fixtures.ts';

const ROOM = 32_632;
const kept = (change: Partial<MapState>) => decodeState(encodeState(aState(change), ROOM));
const many = (count: number, text = 'x') => Array.from({ length: count }, () => text);
const options = (count: number) =>
  Object.fromEntries(many(count).map((text, i) => [`o${i}`, text]));

describe('options', () => {
  test('64 of them', () => {
    expect(Object.keys(kept({ options: options(64) }).options)).toHaveLength(64);
    expect(() => kept({ options: options(65) })).toThrow('state.options: expected at most 64');
  });

  test('of 64 values', () => {
    expect(kept({ options: { a: many(64) } }).options.a).toHaveLength(64);
    expect(() => kept({ options: { a: many(65) } })).toThrow(/^state.options: expected text/);
  });

  test('of 240 characters, by names of 40', () => {
    expect(kept({ options: { a: 'x'.repeat(240) } }).options.a).toHaveLength(240);
    expect(() => kept({ options: { a: 'x'.repeat(241) } })).toThrow(/at most 240 plain/);
    expect(kept({ options: { ['n'.repeat(40)]: 1 } }).options).toEqual({ ['n'.repeat(40)]: 1 });
    expect(() => kept({ options: { ['n'.repeat(41)]: 1 } })).toThrow(/is no option's name/);
  });
});

describe('zones that were slow again', () => {
  const zones = Array.from({ length: 1000 }, (_, i): RereadZone => {
    const speed = (of: number) => 10_000_000 + ((i * of) % 9_999_991);
    return [i, speed(7919), speed(104_729), speed(1_299_709)];
  });

  test('are kept of a disk that is slow everywhere, beside all else', () => {
    const notes = many(20, 'x'.repeat(200));
    const state = kept({ rereadZones: zones, notes });
    expect([state.rereadZones, state.notes]).toEqual([zones, notes]);
  });

  test('as programs before 1.4 know them, where there is room', () => {
    const json = (rereadZones: readonly RereadZone[]) =>
      JSON.parse(encodeState(aState({ rereadZones }), ROOM).toString());
    expect(json(zones.slice(0, 500)).rereadZones).toHaveLength(500);
    expect(json(zones)).not.toHaveProperty('rereadZones');
  });

  test.each([
    ['AAAA', /packedZones: expected what deflates/],
    [deflatedText('{}'), /packedZones: expected a list of at most 1000/],
    [deflatedText('[[0,1]]'), /expected \[index, bytes/],
  ])('and are refused where they are none: %s', (packedZones, words) => {
    const state = JSON.parse(encodeState(aState(), ROOM).toString());
    const json = Buffer.from(JSON.stringify({ ...state, packedZones }));
    expect(() => decodeState(json)).toThrow(words);
  });
});

describe.each(['notes', 'endNotes'] as const)('%s', (which) => {
  test('64 of them, of 240 characters each', () => {
    expect(kept({ [which]: many(65) })[which]).toHaveLength(64);
    expect(kept({ [which]: ['x'.repeat(241)] })[which]).toEqual([`${'x'.repeat(239)}…`]);
    expect(kept({ [which]: ['x'.repeat(240)] })[which]).toEqual(['x'.repeat(240)]);
  });
});

test('notes go first where there is no room, the newest of them', () => {
  const state = aState({ notes: ['1', '2', '3'], endNotes: ['4'], trouble: null, options: {} });
  const bytes = (change: Partial<MapState>) => encodeState({ ...state, ...change }, ROOM).length;
  const without = bytes({ notes: ['1', '2'] });
  expect(decodeState(encodeState(state, without)).notes).toEqual(['1', '2']);
  expect(decodeState(encodeState(state, without - 1)).notes).toEqual(['1']);
  const none = bytes({ notes: [] });
  expect(decodeState(encodeState(state, none))).toMatchObject({ notes: [], endNotes: ['4'] });
  expect(decodeState(encodeState(state, none - 1))).toMatchObject({ notes: [], endNotes: [] });
  expect(() => encodeState(state, bytes({ notes: [], endNotes: [] }) - 1)).toThrow(/too long/);
});

test('a trouble’s words: 480 characters', () => {
  const trouble = (length: number) =>
    kept({ trouble: { code: 'ERR_GONE', errno: null, message: 'x'.repeat(length) } }).trouble!;
  expect(trouble(480).message).toBe('x'.repeat(480));
  expect(trouble(481).message).toBe(`${'x'.repeat(479)}…`);
});

test('a path in a message: 200 characters', () => {
  expect(shownPath('x'.repeat(200))).toBe('x'.repeat(200));
  expect(shownPath('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  expect(shownPath('a\u001b[2J')).toBe('a?[2J');
});
