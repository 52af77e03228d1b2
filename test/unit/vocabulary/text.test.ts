import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/vocabulary/text.ts';

const code = (...points: number[]) => String.fromCodePoint(...points);

describe('cleanText', () => {
  test('leaves plain text alone, of any script', () => {
    for (const text of [
      'ST1000DM003-1CH162',
      '/mnt/Größe/disk image.img',
      'Диск',
      'ディスク',
      '😀',
    ]) {
      expect(cleanText(text)).toBe(text);
    }
  });

  test('replaces each character that could steer a terminal', () => {
    expect(cleanText('a\u001b[31mb')).toBe('a?[31mb');
    expect(cleanText('a\r\n\tb\0')).toBe('a???b?');
    expect(cleanText(`a${code(0x7f, 0x9b, 0x85)}b`)).toBe('a???b');
  });

  test.each([
    ['bidi marks', [0x200e, 0x200f, 0x061c]],
    ['bidi embeddings and overrides', [0x202a, 0x202b, 0x202c, 0x202d, 0x202e]],
    ['bidi isolates', [0x2066, 0x2067, 0x2068, 0x2069]],
    ['zero width', [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff]],
    ['line and paragraph separators', [0x2028, 0x2029]],
    ['lone surrogates', [0xd800, 0xdfff]],
    ['private use', [0xe000, 0xf8ff, 0xf0000]],
    ['invisible fillers and selectors', [0x3164, 0x115f, 0xfe0f, 0xad, 0x34f]],
    ['tags', [0xe0041]],
  ])('replaces %s', (_name, points) => {
    for (const point of points) expect(cleanText(`a${code(point)}b`)).toBe('a?b');
  });

  test('allows marks on a letter, but no tower of them', () => {
    expect(cleanText('e\u0301')).toBe('e\u0301');
    expect(cleanText(`e${'\u0301'.repeat(1000)}f`)).toBe(`e${'\u0301'.repeat(3)}?f`);
  });

  test('cuts to a length in characters, saying so', () => {
    expect(cleanText('abcdef', 6)).toBe('abcdef');
    expect(cleanText('abcdef', 5)).toBe('abcd…');
    expect(cleanText('😀😀😀', 3)).toBe('😀😀😀');
    expect(cleanText('😀😀😀', 2)).toBe('😀…');
    expect(cleanText('abc', 1)).toBe('…');
    expect(cleanText('abc', 0)).toBe('');
    expect(cleanText('', 0)).toBe('');
    expect(cleanText('x'.repeat(1e6), 3)).toBe('xx…');
    // What is left of a tower is short, but not all there was.
    const marks = '\u0301'.repeat(1000);
    expect(cleanText(`e${marks}f`, 8)).toBe(`e${'\u0301'.repeat(3)}?…`);
  });
});
