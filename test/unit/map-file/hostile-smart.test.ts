// What the drive counted, as somebody wrote it on purpose with checksums that fit; and as it is kept.

import { beforeAll, describe, expect, test } from 'vitest';
import { decodeState, encodeState } from '../../../src/map-file/state.ts';
import type { SmartAnswers } from '../../../src/vocabulary/smart.ts';
import { aSmartReading } from '../report/a-smart.ts';
import { aState } from './fixtures.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { stateIn } from './hostile-snapshots.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

const READING: Json = {
  asked: '2026-11-22T09:59:59.000Z',
  exitStatus: 64,
  passed: null,
  temperatureC: -5,
  powerOnHours: 7,
  counters: [['Current_Pending_Sector', 8]],
};

const withSmart = (smart: unknown) =>
  stateIn(open, (state) => {
    state.smart = smart;
  });
const withReading = (change: Json) =>
  withSmart({ before: { ...READING, ...change }, after: { whyNot: 'it hangs' } });

test('what could be is taken', async () => {
  const { contents } = await recovered(withReading({}));
  expect(contents.state.smart).toEqual({
    before: aSmartReading(
      { Current_Pending_Sector: 8 },
      { exitStatus: 64, passed: null, temperatureC: -5, powerOnHours: 7 },
    ),
    after: { whyNot: 'it hangs' },
  });
});

describe('what could not is refused', () => {
  test.each<[string, Json, string]>([
    ['a time that is none', { asked: 'noon' }, 'smart.before.asked: expected a time'],
    ['no time', { asked: null }, 'smart.before.asked: expected a time'],
    [
      'a status of 9 bits',
      { exitStatus: 256 },
      'exitStatus: expected a whole number from 0 to 255',
    ],
    ['half passed', { passed: 'yes' }, 'passed: expected true or false'],
    ['a star', { temperatureC: 6000 }, 'temperatureC: expected a whole number from -100 to 200'],
    ['hours of text', { powerOnHours: '7' }, 'powerOnHours: expected a whole number'],
    ['no counters', { counters: null }, 'counters: expected a list'],
    ['counters without end', { counters: Array(33).fill(['a', 1]) }, 'a list of at most 32'],
    ['a name that steers', { counters: [['\u001b[2J', 1]] }, 'expected [name, count]'],
    ['a name without end', { counters: [['x'.repeat(41), 1]] }, 'expected [name, count]'],
    ['a count with more', { counters: [['x', 1, 2]] }, 'expected [name, count]'],
  ])('%s', async (_, change, words) => {
    expect(await refusal(withReading(change))).toContain(words);
  });

  test('a count that is no number', async () => {
    for (const count of NUMBERS) {
      expect(await refusal(withReading({ counters: [['x', count]] }))).toContain('[name, count]');
    }
  });

  test.each([[[]], ['text'], [{}], [{ before: null, after: READING }]])('%j', async (smart) => {
    expect(await refusal(withSmart(smart))).toMatch(/state\.smart(\.before)?: expected an object/);
  });
});

test('it is kept as it was said', () => {
  const smart: SmartAnswers = {
    before: aSmartReading({ ['__proto__']: 1, Current_Pending_Sector: 8 }),
    after: { whyNot: 'it hangs' },
  };
  expect(decodeState(encodeState(aState({ smart }), 30_000)).smart).toEqual(smart);
});

test('it gives way to what the scan itself cannot do without', () => {
  const smart = { before: aSmartReading({ a: 1 }), after: aSmartReading({ a: 2 }) };
  const bare = encodeState(aState({ notes: [], endNotes: [] }), 30_000).length;
  const kept = decodeState(encodeState(aState({ smart }), bare + 20));
  expect(kept.smart).toBeNull();
});
