// What is drawn over a wide glyph leaves no half of one.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { widthOf } from '../../src/tui/format.ts';
import { Picture } from '../../src/tui/picture.ts';
import { SEED } from '../property/seed.ts';

const STYLE = 0;

function row(draw: (picture: Picture) => void): string {
  const picture = new Picture(8, 1);
  draw(picture);
  return picture.glyphs.map((glyph) => (glyph === '' ? '_' : glyph)).join('');
}

test.each<[string, string, (picture: Picture) => void]>([
  ['the left half', 'ax b    ', (picture) => picture.set(1, 0, 'x', STYLE)],
  ['the right half', 'a xb    ', (picture) => picture.set(2, 0, 'x', STYLE)],
  ['both', 'axyb    ', (picture) => picture.put(1, 0, 'xy', STYLE)],
  ['another, of the same place', 'a国_b    ', (picture) => picture.put(1, 0, '国', STYLE)],
  ['another, a cell before', '国_ b    ', (picture) => picture.put(0, 0, '国', STYLE)],
  ['another, a cell behind', 'a 国_    ', (picture) => picture.put(2, 0, '国', STYLE)],
  ['a box', 'a │    │', (picture) => picture.box({ x: 2, y: -1, width: 6, height: 3 }, STYLE)],
])('%s', (_, expected, draw) => {
  const drawn = row((picture) => {
    picture.put(0, 0, 'a⺀b', STYLE);
    draw(picture);
  });
  expect(drawn).toBe(expected);
});

test('a wide glyph that begins outside is none', () => {
  expect(row((picture) => picture.put(-1, 0, '⺀b', STYLE))).toBe(' b      ');
});

test(`any text over any other, SURFSCAN_SEED=${SEED}`, () => {
  const text = fc.record({
    x: fc.integer({ min: -3, max: 8 }),
    text: fc.array(fc.constantFrom('a', '⺀', '国', ' '), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
      const picture = new Picture(8, 1);
      for (const { x, text } of texts) picture.put(x, 0, text.join(''), STYLE);
      for (const [x, glyph] of picture.glyphs.entries()) {
        const isWide = widthOf(glyph) === 2;
        if (glyph === '') expect(widthOf(picture.glyphs[x - 1] ?? '')).toBe(2);
        if (isWide) expect(picture.glyphs[x + 1]).toBe('');
      }
    }),
    { seed: SEED % 2 ** 31 },
  );
});
