// States, findings and pages that somebody made on purpose, with checksums that fit.

import { beforeAll, describe, expect, test } from 'vitest';
import { payloadOf, stampPage } from '../../../src/map-file/page.ts';
import { aHeader, aState, layoutOf, pageIn } from './fixtures.ts';
import { type Json, NUMBERS, openFile, refusal } from './hostile.ts';
import { recovered } from './maps.ts';

let open: Buffer;
beforeAll(async () => {
  open = await openFile();
});

describe('a snapshot', () => {
  /** The open map with another newest snapshot, changed in its payloads. */
  function withSnapshot(change: (first: Buffer, records: Buffer) => void): Buffer {
    const file = Buffer.from(open);
    const layout = layoutOf(aHeader(100));
    const pages = [0, 1].map((index) => pageIn(file, layout.areaPage(2, index)));
    for (const [index, page] of pages.entries()) {
      pageIn(file, layout.areaPage(1, index)).copy(page);
    }
    change(payloadOf(pages[0]!), payloadOf(pages[1]!));
    for (const [index, page] of pages.entries()) {
      stampPage(page, layout.areaIndex(2, index), 1000);
    }
    return file;
  }

  function withState(change: (state: Json) => void): Buffer {
    return withStateText(() => {
      const state: Json = { ...aState() };
      change(state);
      return JSON.stringify(state);
    });
  }

  function withStateText(text: () => string): Buffer {
    return withSnapshot((first) => {
      const json = Buffer.from(text());
      first.fill(0, 8);
      first.writeUInt32LE(json.length, 0);
      json.copy(first, 8);
    });
  }

  test('as the writer makes it is taken', async () => {
    const { contents } = await recovered(
      withState((state) => {
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
          withState((state) => {
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
          withState((state) => {
            state[name] = value;
          }),
        ),
      ).toContain(`state.${name}: expected a finite number`);
    }
    const infinite = JSON.stringify({ ...aState(), [name]: 'HERE' }).replace('"HERE"', '1e999');
    expect(await refusal(withStateText(() => infinite))).toContain(`state.${name}: expected`);
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
      'trouble with more',
      (s) => {
        s.trouble = { code: 'ERR_GONE', errno: null, message: '', x: 1 };
      },
      /"x" is no field/,
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
    [
      'a field of its own',
      (s) => {
        s.evil = 1;
      },
      /"evil" is no field of it/,
    ],
  ])('refuses %s', async (_, change, words) => {
    expect(await refusal(withState(change))).toMatch(words);
  });

  test('has notes and messages that are clean', async () => {
    const { contents } = await recovered(
      withState((state) => {
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

  test('has a size that its area holds', async () => {
    for (const [at, value] of [
      [0, 32_633],
      [0, 2 ** 32 - 1],
      [4, 3231],
      [4, 2 ** 32 - 1],
    ] as const) {
      const file = withSnapshot((first) => first.writeUInt32LE(value, at));
      expect(await refusal(file)).toBe('findings: their size is wrong');
    }
    expect(await refusal(withSnapshot((first) => first.writeUInt32LE(3, 0)))).toMatch(
      /size is wrong/,
    );
    expect(await refusal(withSnapshot((_, records) => records.writeUInt8(1, 4079)))).toMatch(
      /size/,
    );
  });

  // In FINDINGS: failed 0, 1; bad 2, 3; weak 4; slow 5, 6; disturbed 7.
  test.each<[string, number, (record: Buffer) => void, RegExp]>([
    ['kind 0', 0, (r) => r.writeUInt8(0, 0), /finding 0: it is out of order/],
    ['kind 6', 7, (r) => r.writeUInt8(6, 0), /finding 7: there is no kind 6/],
    ['kind 255', 7, (r) => r.writeUInt8(255, 0), /there is no kind 255/],
    ['kinds out of order', 5, (r) => r.writeUInt8(1, 0), /finding 5: it is out of order/],
    ['error 0', 0, (r) => r.writeUInt8(0, 1), /finding 0: there is no error 0/],
    ['error 10', 2, (r) => r.writeUInt8(10, 1), /finding 2: there is no error 10/],
    ['flags of bad', 2, (r) => r.writeUInt8(2, 2), /finding 2: it has unknown flags/],
    ['flags of slow', 5, (r) => r.writeUInt8(8, 2), /finding 5: it has unknown flags/],
    ['an LBA of 2^53', 0, (r) => r.writeUInt32LE(2 ** 21, 20), /finding 0: its LBAs are/],
    ['an LBA behind the range', 7, (r) => r.writeUInt32LE(801, 16), /finding 7: its LBAs are/],
    ['no sectors', 0, (r) => r.writeUInt32LE(80, 16), /finding 0: its LBAs are/],
    ['upside down', 0, (r) => r.writeUInt32LE(70, 16), /finding 0: its LBAs are/],
    ['overlap', 1, (r) => r.writeUInt32LE(87, 8), /finding 1: its LBAs are out of order/],
    ['failed and bad', 1, (r) => r.writeUInt32LE(162, 16), /sector 161 is failed and bad/],
    [
      'an errno that steers',
      0,
      (r) => r.write('\u001b[2J', 24, 'latin1'),
      /its errno has no such name/,
    ],
    [
      'an errno with a hole',
      0,
      (r) => r.write('E\0IO', 24, 'latin1'),
      /its errno has no such name/,
    ],
    [
      'a latency of 2^53',
      5,
      (r) => r.writeUInt32LE(2 ** 21, 28),
      /finding 5: a number of it is too large/,
    ],
    ['again of 2^64', 5, (r) => r.fill(255, 32, 40), /finding 5: a number of it is too large/],
    [
      'foreign sectors of 2^63',
      7,
      (r) => r.writeUInt8(128, 47),
      /finding 7: a number of it is too/,
    ],
  ])('refuses %s', async (_, number, change, words) => {
    const file = withSnapshot((__, records) =>
      change(records.subarray(48 * number, 48 * number + 48)),
    );
    expect(await refusal(file)).toMatch(words);
  });
});

describe('pages', () => {
  test('with bytes that are no reading are torn', async () => {
    const layout = layoutOf(aHeader(100));
    for (const byte of [248, 255]) {
      const file = Buffer.from(open);
      const page = pageIn(file, layout.mapPage(0, 0));
      payloadOf(page).writeUInt8(byte, 99);
      stampPage(page, layout.mapIndex(0), 5);
      const { contents } = await recovered(file);
      expect(contents.map).toEqual(new Uint8Array(100)); // the other slot was never written
      expect(contents.notes).toEqual(['1 page was torn; an older state of them was used']);
      payloadOf(page).writeUInt8(1, 99);
      payloadOf(page).writeUInt8(1, 100); // there is no block 100
      stampPage(page, layout.mapIndex(0), 5);
      expect((await recovered(file)).contents.map).toEqual(new Uint8Array(100));
    }
  });

  test('of a sequence near its end are refused before it is reached', async () => {
    const layout = layoutOf(aHeader(100));
    const file = Buffer.from(open);
    const page = pageIn(file, layout.mapPage(0, 0));
    stampPage(page, layout.mapIndex(0), 2 ** 52 - 1);
    expect(await refusal(file)).toBe('its sequence numbers are used up');
    for (const sequence of [2 ** 52, 2 ** 53 - 1]) {
      stampPage(page, layout.mapIndex(0), sequence);
      expect((await recovered(file)).contents.notes).toHaveLength(1); // torn
    }
  });
});
