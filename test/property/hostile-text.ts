// Text that somebody made to steer a terminal, turn a line around, or break what reads it.

import fc from 'fast-check';
import { expect } from 'vitest';

/** Each kind of character that must never reach a terminal; of lone surrogates, one. */
export const EVIL =
  'e\u001b[31m\u001b]0;EVIL\u0007\u202egnp\u2066\u2069\u200e\u200f\u061c\u007f\u009b31m\u0085\r\t\b\u2028\u200b\ud800z';

const STEERING = [
  ...Array.from({ length: 0x20 }, (_, point) => point),
  ...Array.from({ length: 0x21 }, (_, point) => 0x7f + point),
  ...[0x061c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0xfeff],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
].map((point) => String.fromCodePoint(point));

const PIECES = [
  '-',
  '--',
  '/',
  '..',
  '%',
  ',',
  '=',
  '@',
  '>',
  ' ',
  '"',
  "'",
  '\\',
  '$(id)',
  '\n',
  '0',
];

/** Short and long, of any characters, many of those that steer. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc
    .array(fc.constantFrom(...STEERING, ...PIECES, 'a', 'é', '😀', '\ud83d'), { maxLength: 30 })
    .map((parts) => parts.join('')),
  fc.constant(EVIL),
  fc
    .tuple(fc.constantFrom('x', '9', EVIL, '\u0301', '%41'), fc.integer({ min: 100, max: 20_000 }))
    .map(([piece, length]) => piece.repeat(length / piece.length)),
);

/** Numbers as they are typed, at the edges of what fits; and what only looks like one. */
export const oddNumber: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', '0', '-0', '+1', '-1', '1', '00', '01', '1e3', '0x10', '0X1F', '0x', '1_000', '1,000'],
    ...[
      'NaN',
      'Infinity',
      '-Infinity',
      '１２',
      '٣',
      ' 1',
      '1 ',
      '1\n',
      '1\0',
      '0b1',
      '0.1',
      '.5',
      '5.',
    ],
    ...['64', '65', '256', '257', '32768', '32769', '65536', '4294967295', '4294967296'],
    ...['9007199254740991', '9007199254740992', '18446744073709551615', '18446744073709551616'],
    ...['0.001', '0.0009', '999999999', '1000000000', '999999999.999999', '1000000', '1000001'],
    ...['25%', '0%', '100%', '100.000000000001%', '101%', '999%', '-1%', '1GiB', '1.5TB', '0B'],
    ...['99999999999999999999PiB', '1 GB', '50MB/s', '0.0000000001kB', '1gib', '1QB', '1e999'],
  ),
  fc.bigInt({ min: -1n, max: 2n ** 70n }).map(String),
  fc.double().map(String),
);

/** Fails where a terminal would do anything but show it. Lines may end. */
export function expectPlain(text: string): void {
  const found = text.match(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(found?.[0].codePointAt(0)?.toString(16), JSON.stringify(text.slice(0, 500))).toBe(
    undefined,
  );
}
