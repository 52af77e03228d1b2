// States that somebody made on purpose, with checksums that fit, and those of later versions.

import { beforeAll, describe, expect, test } from 'vitest';
import { aHeader, aMap, anUpdate, aState, MemoryStorage } from './fixtures.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { stateIn, stateTextIn } from './hostile-snapshots.ts';
import { begun, recovered, reopened } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

describe('a state', () => {
  test('as the writer makes it is taken', async () => {
    const { contents } = await recovered(
      stateIn(open, (state) => {
        state.runs = 77;
      }),
    );
    expect(contents.state).toEqual(aState({ runs: 77 }));
  });

  test.each([
    'sectors',
    'latencyCount',
    'goneBlocks',
    'jobs',
    'depth',
    'runs',
    'slowNotKept',
    'recordsLeftOut',
  ])('%s must be a whole number', async (name) => {
    for (const value of [...NUMBERS, undefined]) {
      expect(
        await refusal(
          stateIn(open, (state) => {
            state[name] = value;
          }),
        ),
      ).toContain(`state.${name}: expected a whole number`);
    }
  });

  test.each([
    'elapsedSeconds',
    'deviceNs',
    'latencySumNs',
    'latencyMinNs',
    'latencyMaxNs',
    'refineSpentMs',
  ])('%s must be finite', async (name) => {
    for (const value of [-1, -1e-9, null, '1', [], {}, true, undefined]) {
      expect(
        await refusal(
          stateIn(open, (state) => {
            state[name] = value;
          }),
        ),
      ).toContain(`state.${name}: expected a finite number`);
    }
    const infinite = JSON.stringify({ ...aState(), [name]: 'HERE' }).replace('"HERE"', '1e999');
    expect(await refusal(stateTextIn(open, () => infinite))).toContain(`state.${name}: expected`);
  });

  test.each<[string, (state: Json) => void, RegExp]>([
    [
      'notes without end',
      (s) => {
        s.notes = Array(65).fill('x');
      },
      /notes: expected a list of at most 64/,
    ],
    [
      'notes that are none',
      (s) => {
        s.notes = [7];
      },
      /notes: expected text/,
    ],
    [
      'trouble without a code',
      (s) => {
        s.trouble = { code: 'ERR_EVIL', errno: null, message: '' };
      },
      /trouble\.code: expected one of/,
    ],
    [
      'options in a list',
      (s) => {
        s.options = [];
      },
      /options: expected an object/,
    ],
    [
      '65 options',
      (s) => {
        s.options = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`o${i}`, 1]));
      },
      /at most 64/,
    ],
    [
      'an option of the prototype',
      (s) => {
        s.options = { constructor: 1 };
      },
      /"constructor" is no option's name/,
    ],
    [
      'an odd option',
      (s) => {
        s.options = { 'a b': 1 };
      },
      /"a b" is no option's name/,
    ],
    [
      'an option in depth',
      (s) => {
        s.options = { a: { b: 1 } };
      },
      /options: expected text, numbers/,
    ],
    [
      'an option list of numbers',
      (s) => {
        s.options = { a: [1] };
      },
      /options: expected text, numbers/,
    ],
    [
      'an option that steers',
      (s) => {
        s.options = { a: '\u001b[2J' };
      },
      /plain characters/,
    ],
    [
      'an option without end',
      (s) => {
        s.options = { a: 'x'.repeat(241) };
      },
      /at most 240 plain/,
    ],
  ])('refuses %s', async (_, change, words) => {
    expect(await refusal(stateIn(open, change))).toMatch(words);
  });

  test('has notes and messages that are clean', async () => {
    const { contents } = await recovered(
      stateIn(open, (state) => {
        state.notes = [`\u001b[2J\u202e${'x'.repeat(400)}`];
        state.engine = '\n\u0000'.repeat(99);
        state.trouble = { code: 'ERR_GONE', errno: '\u0007', message: '\u009b'.repeat(500) };
      }),
    );
    expect(contents.state.notes[0]).toMatch(/^\?\[2J\?x{234}…$/);
    expect(contents.state.engine).toMatch(/^\?{39}…$/);
    expect(contents.state.trouble).toEqual({
      code: 'ERR_GONE',
      errno: '?',
      message: expect.stringMatching(/^\?{479}…$/),
    });
  });

  test('keeps what a later version says in it', async () => {
    const later = { slowZones: [{ from: 1, to: 2 }], constructor: 7, tool: null };
    const file = stateIn(open, (state) => {
      Object.assign(state, later);
      state.trouble = { code: 'ERR_GONE', errno: null, message: 'left', lba: 7 };
    });
    const { state } = (await recovered(file)).contents;
    expect(state.unknown).toEqual(later);
    const storage = new MemoryStorage(file);
    const writer = await reopened(storage);
    await writer.update(anUpdate(aMap(100), { state: { ...state, runs: 9 } }));
    await writer.close();
    const again = (await recovered(storage.file)).contents.state;
    expect(again).toMatchObject({ unknown: later, runs: 9, notes: state.notes });
  });

  test('gives up what is not known of it before it is too long', async () => {
    const { storage, writer } = await begun(aHeader(100));
    const unknown = { later: 'x'.repeat(40_000) };
    await writer.update(anUpdate(aMap(100), { state: aState({ unknown }) }));
    const { state } = (await recovered(storage.file)).contents;
    expect(state).toMatchObject({ unknown: {}, options: aState().options });
  });
});
