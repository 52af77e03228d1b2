// What a map's JSON may hold: each field as it is asked for, or an error that names it.

import { describe, expect, test } from 'vitest';
import { Fields, parseJson, quoted } from '../../../src/map-file/fields.ts';

const MOST = Number.MAX_SAFE_INTEGER;
const TIME = '2026-11-22T10:00:00.000Z';
const of = (value: unknown) => new Fields({ a: value }, 'state');

type Ask = (fields: Fields) => unknown;
const WHOLE: Ask = (fields) => fields.whole('a', 2, 5);
const ASKS: readonly (readonly [
  string,
  Ask,
  (readonly [unknown, unknown])[],
  unknown[],
  string,
])[] = [
  [
    'a whole number',
    WHOLE,
    [
      [2, 2],
      [5, 5],
    ],
    [1, 6, 2.5, '3', true, null, undefined],
    'a whole number from 2 to 5',
  ],
  [
    'any whole number',
    (fields) => fields.whole('a'),
    [
      [0, 0],
      [-0, 0],
      [MOST, MOST],
    ],
    [-1, MOST + 1],
    `a whole number from 0 to ${MOST}`,
  ],
  [
    'a whole number, if any',
    (fields) => fields.optionalWhole('a', 2, 5),
    [
      [2, 2],
      [5, 5],
      [null, null],
      [undefined, null],
    ],
    [1, 6, '2'],
    'a whole number from 2 to 5',
  ],
  [
    'a measure',
    (fields) => fields.measure('a'),
    [
      [0, 0],
      [-0, 0],
      [0.25, 0.25],
    ],
    [-0.25, '1', null, undefined],
    'a finite number from 0',
  ],
  [
    'text',
    (fields) => fields.text('a', 3),
    [
      ['abc', 'abc'],
      ['', ''],
      ['abcd', 'ab…'],
    ],
    [1, null, undefined],
    'text',
  ],
  [
    'text or null',
    (fields) => fields.textOrNull('a', 3),
    [
      ['abc', 'abc'],
      [null, null],
    ],
    [1, undefined],
    'text',
  ],
  [
    'text, if any',
    (fields) => fields.optionalText('a', 3),
    [
      ['abc', 'abc'],
      [null, null],
      [undefined, null],
    ],
    [1],
    'text',
  ],
  [
    'a time',
    (fields) => fields.time('a'),
    [[TIME, TIME]],
    ['2026-13-22T10:00:00.000Z', '2026-11-22', `x${TIME}`, `${TIME}x`, 5, null],
    'a time such as 2026-11-22T10:00:00.000Z',
  ],
  [
    'a time or null',
    (fields) => fields.timeOrNull('a'),
    [
      [TIME, TIME],
      [null, null],
    ],
    ['x', undefined],
    'a time such as 2026-11-22T10:00:00.000Z',
  ],
  [
    'true or false',
    (fields) => fields.flag('a'),
    [
      [true, true],
      [false, false],
    ],
    [0, 'true', null],
    'true or false',
  ],
  [
    'true, false or null',
    (fields) => fields.flagOrNull('a'),
    [
      [true, true],
      [false, false],
      [null, null],
    ],
    [0, undefined],
    'true or false',
  ],
  [
    'one of some',
    (fields) => fields.oneOf('a', ['x', 'y']),
    [
      ['x', 'x'],
      ['y', 'y'],
    ],
    ['z', 0, null],
    'one of x y',
  ],
  [
    'a list',
    (fields) => fields.list('a', 2),
    [
      [[], []],
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [[1, 2, 3], {}, null],
    'a list of at most 2',
  ],
  [
    'a list, if any',
    (fields) => fields.optionalList('a', 2),
    [
      [
        [1, 2],
        [1, 2],
      ],
      [null, null],
      [undefined, null],
    ],
    [[1, 2, 3], {}],
    'a list of at most 2',
  ],
  [
    'an object',
    (fields) => fields.object('a').all(),
    [[{ b: 1 }, [['b', 1]]]],
    [[], 1, null, undefined],
    'an object',
  ],
  [
    'an object or null',
    (fields) => fields.objectOrNull('a')?.all() ?? null,
    [
      [{ b: 1 }, [['b', 1]]],
      [null, null],
    ],
    [[], 1, undefined],
    'an object',
  ],
  [
    'an object, if any',
    (fields) => fields.optionalObject('a')?.all() ?? null,
    [
      [{ b: 1 }, [['b', 1]]],
      [null, null],
      [undefined, null],
    ],
    [[], 1],
    'an object',
  ],
];

describe.each(ASKS)('%s', (_, ask, taken, refused, expected) => {
  test.each(taken)('%j is %j', (value, result) => {
    expect(ask(of(value))).toEqual(result);
    if (result === 0) expect(Object.is(ask(of(value)), 0)).toBe(true);
  });

  test.each(refused.map((value) => [value]))('%j is refused', (value) => {
    const refusal = { code: 'ERR_USAGE', message: `state.a: expected ${expected}` };
    expect(() => ask(of(value))).toThrow(expect.objectContaining(refusal));
  });
});

test.each([[[]], [null], [3], ['x']])('%j is no object', (value) => {
  expect(() => new Fields(value, 'header')).toThrow('header: expected an object');
});

test('within an object a message names the whole way', () => {
  const inner = new Fields({ a: { b: 'x' } }, 'state').object('a');
  expect(() => inner.whole('b')).toThrow(/^state\.a\.b: expected a whole number/);
});

test('the rest is what nobody asked for, by whatever way the others were', () => {
  const all = { a: 1, b: null, c: undefined, d: { x: 1 }, later: [1] };
  const fields = new Fields(all, 'state');
  expect(fields.rest()).toEqual(all);
  fields.whole('a');
  fields.textOrNull('b', 5);
  fields.optionalWhole('c');
  fields.object('d');
  expect(fields.rest()).toEqual({ later: [1] });
  fields.all();
  expect(fields.rest()).toEqual({});
});

test('a name out of a file is cleaned, and cut to 40 characters', () => {
  expect(quoted('a\u001bb')).not.toContain('\u001b');
  expect(quoted('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
  expect(quoted('x'.repeat(41))).toBe(`"${'x'.repeat(39)}…"`);
});

test('JSON in UTF-8, and nothing else', () => {
  expect(parseJson(Buffer.from('{"a":"é"}'), 'header')).toEqual({ a: 'é' });
  for (const bytes of [Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])]) {
    expect(() => parseJson(bytes, 'header')).toThrow('header: expected JSON');
  }
});
