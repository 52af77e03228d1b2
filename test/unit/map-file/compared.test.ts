// What a scan was compared with, as the state keeps it, and as somebody wrote it on purpose.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MapCompared } from '../../../src/map-file/compared.ts';
import { hasRoom } from '../../../src/map-file/snapshot.ts';
import { decodeState, encodeState } from '../../../src/map-file/state.ts';
import { aSmartReading } from '../report/a-smart.ts';
import { aCompared } from './a-compared.ts';
import { aState } from './fixtures.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { stateIn } from './hostile-snapshots.ts';
import { recovered } from './maps.ts';

const ROOM = 32_632;
const LEFT_OUT = expect.stringContaining('has no room in the map');

const keptOf = (compared: MapCompared, room = ROOM) =>
  decodeState(encodeState(aState({ compared }), room));

test('it is kept as it was', () => {
  expect(keptOf(aCompared()).compared).toEqual(aCompared());
  const smart = { before: aSmartReading({ a: 1 }), after: aSmartReading({ a: 2 }) };
  const bare = aCompared({
    ...{ finished: null, latencyUs: null, smart, badExtents: [], unreadRanges: [], disturbed: [] },
    ...{ slow: [], steps: [], zones: { sectors: 0, compared: 0, noise: null, changed: [] } },
  });
  expect(keptOf(bare).compared).toEqual(bare);
});

const LBAS = 2 ** 35;

/** Of nothing that a packer would find out. */
function drawn(below: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
let seed = 1;

function ranges<T extends object>(count: number, more: () => T) {
  const apart = Math.floor(LBAS / count);
  return Array.from({ length: count }, (_, i) => {
    const from = i * apart + drawn(apart - 50);
    return { from, to: from + 1 + drawn(49), ...more() };
  });
}

const badOf = (count: number) =>
  ranges(count, () => ({ value: { error: 'UNC', errno: 'EIO', exact: true } as const }));

describe('it has room', () => {
  test('of a disk of which every zone moved, or 1,000 blocks were slow', () => {
    const ns = (least: number) => least + drawn(least);
    const zone = () => ({ oldNs: ns(1e6), nowNs: ns(2e6), noise: ns(10_000) });
    const zones = { sectors: 1953280, compared: 1000, noise: 7123, changed: ranges(1000, zone) };
    const slow = ranges(1000, () => ({ latencyNs: ns(2e8), againNs: ns(2e8) }));
    for (const long of [aCompared({ zones }), aCompared({ slow })]) {
      expect(hasRoom(aState({ compared: long }))).toBe(true);
      expect(keptOf(long).compared).toEqual(long);
    }
  });

  test('with 2,500 places that were bad before', () => {
    const badExtents = badOf(2500);
    expect(keptOf(aCompared({ badExtents })).compared?.badExtents).toEqual(badExtents);
  });

  test.each([20_000, 200_000])('all of it or nothing, and it is said: %i places', (count) => {
    const compared = aCompared({ badExtents: badOf(count) });
    expect(hasRoom(aState({ compared }))).toBe(false);
    const { compared: kept, notes, options } = keptOf(compared);
    expect([kept, notes, options]).toEqual([null, [LEFT_OUT, ...aState().notes], aState().options]);
  });

  test('before what the scan came to, and its notes, go', () => {
    const notes = Array.from({ length: 60 }, (_, i) => `${i} `.repeat(20).trim());
    const room = encodeState(aState({ notes }), ROOM).length + 300;
    const state = decodeState(encodeState(aState({ compared: aCompared(), notes }), room));
    expect([state.compared, state.notes]).toEqual([null, [LEFT_OUT, ...notes]]);
  });
});

const text = (json: Json | string) =>
  deflateRawSync(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64');

let open: Buffer;
let whole: Json;
beforeAll(async () => {
  open = await openFile();
  const state = JSON.parse(encodeState(aState({ compared: aCompared() }), ROOM).toString());
  whole = JSON.parse(inflateRawSync(Buffer.from(state.compared, 'base64')).toString());
});

const withText = (compared: unknown) =>
  stateIn(open, (state) => {
    state.compared = compared;
  });
const withFields = (change: Json) => withText(text({ ...whole, ...change }));

test('what could be is taken, and what a later version added is left', async () => {
  const { contents } = await recovered(withFields({ later: [1] }));
  expect(contents.state.compared).toEqual(aCompared());
});

describe('what could not be is refused', () => {
  test.each<[string, unknown, RegExp]>([
    ['a number', 7, /state\.compared: expected text/],
    ['what does not deflate', 'AAAA', /compared: expected what deflates to less than 1 MiB/],
    ['what deflates without end', text(' '.repeat(2 ** 21)), /less than 1 MiB/],
    ['no JSON', text('{'), /state\.compared: expected JSON/],
    ['a list', text('[]'), /state\.compared: expected an object/],
  ])('%s', async (_, compared, words) => {
    expect(await refusal(withText(compared))).toMatch(words);
  });

  test.each<[string, Json, RegExp]>([
    ['a range upside down', { fromLba: 9, toLba: 9 }, /toLba: expected a whole number from 10/],
    ['blocks of nothing', { blockSectors: 0 }, /blockSectors: expected a whole number from 1/],
    ['another method', { method: 'write' }, /method: expected one of read verify/],
    ['two latencies', { latencyUs: [1, 2] }, /latencyUs: expected 3 numbers/],
    ['half a range', { disturbed: [1] }, /disturbed: expected ranges, each 2 whole numbers/],
    ['no sectors', { unreadRanges: [1, 0] }, /unreadRanges: expected LBAs that go upwards/],
    ['LBAs without end', { unreadRanges: [2 ** 53 - 1, 1] }, /expected LBAs that go upwards/],
    ['a value that is not there', { badExtents: [0, 1, 9] }, /badExtents: expected one of/],
    ['an error without a name', { values: [['BAD', null, true]] }, /values: expected \[error/],
    ['an errno that steers', { values: [['IO', '\u001b[2J', true]] }, /values: expected \[error/],
    ['a byte of a failure', { steps: [0, 1, 240] }, /steps: expected steps up to 239/],
    ['zones of no latency', { zones: { ...zones(), changed: [0, 1, 0, 1, 1] } }, /zones\.changed/],
  ])('%s', async (_, change, words) => {
    expect(await refusal(withFields(change))).toMatch(words);
  });

  test('numbers that are none', async () => {
    for (const number of NUMBERS) {
      expect(await refusal(withFields({ slow: [1, 1, number, 1] }))).toMatch(/slow: expected/);
      expect(await refusal(withFields({ good: number }))).toMatch(/good: expected a whole number/);
    }
  });
});

const zones = () => aCompared().zones;
