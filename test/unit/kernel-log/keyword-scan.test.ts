import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeywordScan } from '../../../src/kernel-log/keyword-scan.ts';
import { LineStream } from '../../../src/kernel-log/line-stream.ts';

/** Few letters, so that keywords overlap and nearly occur. */
const word = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength, maxLength });
const families = fc.array(fc.array(word(2, 6), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

/** Where keywords begin and whose they are, found letter by letter. */
function plainly(keywords: string[][], text: string): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < text.length; at++) {
    let bits = 0;
    for (const [family, texts] of keywords.entries()) {
      if (texts.some((keyword) => text.startsWith(keyword, at))) bits |= 1 << family;
    }
    if (bits > 0) found.push([at, bits]);
  }
  return found;
}

function scanned(keywords: string[][], text: string): [number, number][] {
  const scan = new KeywordScan(keywords);
  const bytes = Buffer.from(text);
  const found: [number, number][] = [];
  for (let at = 0; ; at = scan.at + 1) {
    const bits = scan.next(bytes, at, bytes.length);
    if (bits === 0) return found;
    found.push([scan.at, bits]);
  }
}

describe('KeywordScan', () => {
  test('finds what a search letter by letter finds', () => {
    fc.assert(
      fc.property(families, word(0, 60), (keywords, text) => {
        expect(scanned(keywords, text)).toEqual(plainly(keywords, text));
      }),
      { numRuns: 3000 },
    );
  });

  test('finds nothing beyond its range', () => {
    const scan = new KeywordScan([['abc']]);
    const bytes = Buffer.from('xabcabcx');
    expect(scan.next(bytes, 2, 6)).toBe(0);
    expect(scan.next(bytes, 2, 7)).toBe(1);
    expect(scan.at).toBe(4);
  });

  test('any bytes', () => {
    const bytes = Buffer.from([0xff, 0x00, 0x61, 0x62, 0xff]);
    expect(new KeywordScan([['ab']]).next(bytes, 0, bytes.length)).toBe(1);
  });

  test('refuses keywords that it could not find', () => {
    expect(() => new KeywordScan([['a']])).toThrow(RangeError);
    expect(() => new KeywordScan(new Array(32).fill(['ab']))).toThrow(RangeError);
  });
});

describe('LineStream', () => {
  test('gives the lines with keywords, by number, however the bytes come', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\r'), maxLength: 12 });
    const cuts = fc.array(fc.nat(9), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.boolean(), cuts, (lines, ends, sizes) => {
        const text = lines.join('\n') + (ends ? '\n' : '');
        const expected = text
          .split('\n')
          .map((words, i): [number, string] => [i + 1, words])
          .filter(([, words]) => words.includes('ab'));
        const found: [number, string][] = [];
        const stream = new LineStream(new KeywordScan([['ab']]), (number, bytes, from, to) =>
          found.push([number, bytes.toString('latin1', from, to)]),
        );
        let at = 0;
        for (const size of sizes) {
          stream.push(Buffer.from(text.slice(at, at + size)));
          at += size;
        }
        stream.push(Buffer.from(text.slice(at)));
        stream.end();
        expect(found).toEqual(expected);
        const count = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);
        expect(stream.lines).toBe(count);
      }),
      { numRuns: 2000 },
    );
  });
});
