import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapLine, wrapText } from '../../../src/vocabulary/wrap.ts';

test('a line that fits stays as it is, whatever its spaces', () => {
  expect(wrapLine('  a  b ', 7)).toEqual(['  a  b ']);
});

test('a longer one is broken between words, and goes on indented', () => {
  expect(wrapLine('one two three four', 9)).toEqual(['one two', '  three', '  four']);
  expect(wrapLine('  one two', 8)).toEqual(['  one', '    two']);
});

test('a word that is wider than the line stays whole', () => {
  expect(wrapLine('a bbbbbbbbbb c', 5)).toEqual(['a', '  bbbbbbbbbb', '  c']);
});

test('each line of a text by itself', () => {
  expect(wrapText('one two\n\nthree four\n', 8)).toBe('one two\n\nthree\n  four\n');
});

test('of any text: no word cut or lost, and no line wider than its columns or its only word', () => {
  const word = fc.string({
    minLength: 1,
    maxLength: 30,
    unit: fc.constantFrom('a', 'é', '-', '.'),
  });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.integer({ min: 3, max: 80 }),
      (words, columns) => {
        const lines = wrapLine(words.join(' '), columns);
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
        for (const line of lines) {
          if (line.length > columns) expect(line.trim()).not.toContain(' ');
        }
      },
    ),
  );
});
