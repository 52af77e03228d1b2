// What a log alone comes to, in one line; and how sentences are cut into lines.

import { describe, expect, test } from 'vitest';
import { checkText } from '../../../src/index.ts';
import { aCheck, aSuspect } from './a-check.ts';

const linesOf = (change: Parameters<typeof aCheck>[0], width = 80) =>
  checkText(aCheck(change), { width, glyph: (glyph) => glyph, paint: (text) => text }).split('\n');
const LOG = { verdict: 'explained', device: null, probed: null } as const;

describe('the first line', () => {
  const accused = (...devices: (string | null)[][]) =>
    linesOf({
      ...LOG,
      suspects: devices.map((names, i) =>
        aSuspect(i, i, ...names.map((device, k) => ({ line: 10 * i + k, device }))),
      ),
    })[0];
  const words = (names: string) => `EXPLAINED: the log accuses ${names}; no disk was read`;

  test('nothing accused, though the log may speak of a failing disk', () => {
    const first = (change: object) => linesOf({ ...LOG, ...change })[0];
    expect(first({})).toBe('NOTHING ACCUSED: nothing was read');
    expect(first({ isMute: false })).toBe('NOTHING ACCUSED: nothing was read');
    expect(first({ isMute: true })).toBe(
      'FAILING, BUT WHERE IS NOT SAID: no line names a sector; nothing was read',
    );
    const suspects = [aSuspect(1, 1, { device: 'sda' })];
    expect(first({ isMute: true, suspects })).toBe(words('sda'));
  });

  test('a port’s name only where its disk has no other', () => {
    expect(accused(['ata3.00'])).toBe(words('ata3.00'));
    expect(accused(['ata3.00', 'sda'])).toBe(words('sda'));
    expect(accused(['sda', 'ata3.00'])).toBe(words('sda'));
    expect(accused(['ata3.00', null])).toBe(words('ata3.00 and a disk without name'));
    // Two disks: what one is called tells nothing of the other.
    expect(accused(['ata3.00'], ['sda'])).toBe(words('ata3.00 and sda'));
    expect(accused(['ata3.00', 'sda'], ['ata3.00'])).toBe(words('sda'));
    expect(accused(['xata3.00', 'ata3.00x'])).toBe(words('xata3.00 and ata3.00x'));
  });

  test('at most four disks, hostile names among them', () => {
    expect(accused(['a', 'b', 'c', 'd'])).toBe(words('a, b, c and d'));
    expect(accused(['a', 'b', 'c', 'd', 'e'])).toBe(words('a, b, c, d and 1 more'));
    expect(accused(['s\x1bda'])).toBe(words('s?da'));
    expect(accused(['x'.repeat(81)])).toBe(words(`${'x'.repeat(79)}…`));
  });
});

describe('sentences', () => {
  const chapter = (sentence: string, columns: number) =>
    linesOf({ ...LOG, explanation: [{ title: 'Why', sentences: [sentence] }] }, columns).slice(1);

  test('a chapter each, an item a sentence', () => {
    const explanation = [
      { title: 'Why', sentences: ['One.', 'Two.'] },
      { title: 'What now', sentences: ['Three.'] },
    ];
    expect(linesOf({ ...LOG, explanation }).slice(1)).toEqual([
      '',
      'Why:',
      '  - One.',
      '  - Two.',
      '',
      'What now:',
      '  - Three.',
      '',
    ]);
  });

  test('words that fill a line to its last column stay on it', () => {
    expect(chapter('aaaa bbbb cccc', 13).slice(2, -1)).toEqual(['  - aaaa bbbb', '    cccc']);
    expect(chapter('aaaa bbbb cccc', 12).slice(2, -1)).toEqual([
      '  - aaaa',
      '    bbbb',
      '    cccc',
    ]);
  });

  test('a word that is longer than a line has one of its own', () => {
    expect(chapter('aaaaaaaaaaaaaaaaaaaa b cccccccccccccccccccc', 10).slice(2, -1)).toEqual([
      '  - aaaaaaaaaaaaaaaaaaaa',
      '    b',
      '    cccccccccccccccccccc',
    ]);
  });

  test('no line is longer than a hundred columns, however wide the terminal is', () => {
    const lines = chapter(`${'a'.repeat(47)} ${'b'.repeat(48)} c`, 300).slice(2, -1);
    expect(lines.map((line) => line.length)).toEqual([100, 5]);
    expect(chapter(`${'a'.repeat(47)} ${'b'.repeat(49)} c`, 300).slice(2, -1)).toHaveLength(2);
  });
});
