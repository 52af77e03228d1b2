// Bytes that should be UTF-8, each told apart: RFC 3629, and what of it is safe to be shown.

import { describe, expect, test } from 'vitest';
import { cleanLines, escapedText } from '../../../src/vocabulary/text.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('escapedText', () => {
  test.each([
    ['letters', 'a/b c~', 'a/b c~'],
    ['what C writes with a letter', 'a\nb\rc\td\\e', 'a\\nb\\rc\\td\\\\e'],
    ['other control characters', 'a\0b\x1b\x7f', 'a\\x00b\\x1b\\x7f'],
    ['of two bytes, the first and the last', '\u00a1\u07ea', '\u00a1\u07ea'],
    ['of three, the first and a high one', '\u0800\uff5e', '\u0800\uff5e'],
    ['of four', '\u{10000}\u{1f600}', '\u{10000}\u{1f600}'],
    [
      'C1, a mark that turns the line, a byte order mark',
      '\u0085\u202e\ufeff',
      '\\xc2\\x85\\xe2\\x80\\xae\\xef\\xbb\\xbf',
    ],
    ['the last code point, which nothing is assigned to', '\u{10ffff}', '\\xf4\\x8f\\xbf\\xbf'],
    ['nothing', '', ''],
  ])('%s', (_, text, expected) => {
    expect(escapedText(utf8(text))).toBe(expected);
  });

  test.each([
    ['a byte that follows, alone', bytes(0x80, 0x41, 0xbf), '\\x80A\\xbf'],
    ['two bytes for what one says', bytes(0xc0, 0x80, 0xc1, 0xbf), '\\xc0\\x80\\xc1\\xbf'],
    ['three for what two say', bytes(0xe0, 0x9f, 0xbf), '\\xe0\\x9f\\xbf'],
    ['a surrogate', bytes(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
    ['beyond the last code point', bytes(0xf4, 0x90, 0x80, 0x80), '\\xf4\\x90\\x80\\x80'],
    ['bytes that begin nothing', bytes(0xf5, 0xf8, 0xfe, 0xff), '\\xf5\\xf8\\xfe\\xff'],
    ['cut off at the end', bytes(0x41, 0xe2, 0x82), 'A\\xe2\\x82'],
    ['cut off by another', bytes(0xe2, 0x82, 0x41, 0xc3, 0xa9), '\\xe2\\x82Aé'],
  ])('%s: byte by byte', (_, hostile, expected) => {
    expect(escapedText(hostile)).toBe(expected);
  });

  test('is cut, and says so', () => {
    expect(escapedText(utf8('abcdef'), 4)).toBe('abc…');
    expect(escapedText(utf8('x'.repeat(4096)))).toHaveLength(4096);
    expect(escapedText(utf8('x'.repeat(4097)))).toBe(`${'x'.repeat(4095)}…`);
  });
});

test('cleanLines: lines stay lines, each is cleaned', () => {
  expect(cleanLines('a\tb\nc\x1b[1m\n\nd\r\n')).toBe('a?b\nc?[1m\n\nd?\n');
});
