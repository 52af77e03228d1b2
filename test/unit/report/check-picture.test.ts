// Where cells, carets and words stand in the picture of a check, and how much of it there is.

import { describe, expect, test } from 'vitest';
import type { Probed } from '../../../src/check/check.ts';
import { type Brush, checkPicture } from '../../../src/report/check-picture.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';
import { aProbed, aSuspect } from './a-check.ts';

/** Room for `columns` cells beside an LBA of four digits. */
const brush = (columns: number): Brush => ({
  width: columns + 8,
  glyph: (glyph) => glyph,
  paint: (text) => text,
});
const at = (from: number, to = from + 1, change: Partial<BadValue> = {}) => ({
  from,
  to,
  value: { error: 'UNC', errno: null, exact: true, reads: 1, ...change } as const,
});
const exactly = (line: number, firstLba: number) => ({ line, firstLba, names: 'exact' }) as const;

/** Of sectors [1000, 1100), of which the log accused those from 1010 on. */
function picture(change: Partial<Probed>, columns = 32, suspects = [aSuspect(1010, 1041)]) {
  return checkPicture(suspects, aProbed({ ranges: [{ from: 1000, to: 1100 }], ...change }), {
    ...brush(columns),
  });
}

test('rows are counted from the first request on; what is read before it is indented', () => {
  expect(picture({ bad: [at(1002)], weak: [at(1012)] })).toEqual([
    `  1000  ${' '.repeat(22)}░░x░░░░░░░`,
    `${' '.repeat(16)}1002, bad (UNC) ^`,
    `  1010  ░░w${'░'.repeat(29)}`,
    '          ^ 1012, weak',
    '  a cell a sector: ░ reads, <3ms   x bad: uncorrectable data   w failed, then read',
  ]);
});

test('the last row ends with what was read', () => {
  const rows = picture({ bad: [at(1099)], ranges: [{ from: 1010, to: 1100 }] });
  expect(rows.slice(0, 4)).toEqual([
    `  1010  ${'░'.repeat(32)}`,
    '  …',
    `  1074  ${'░'.repeat(25)}x`,
    `${' '.repeat(17)}1099, bad (UNC) ^`,
  ]);
});

test('that something lies between two rows, or behind the last, is said; not where nothing does', () => {
  const next = picture({ bad: [at(1000), at(1043)] }, 32, [aSuspect(1000, 1063)]);
  expect(next.filter((row) => row.includes('…'))).toEqual([]);
  const long = [aSuspect(1000, 1099)];
  expect(picture({}, 16, long).filter((row) => row.includes('…'))).toEqual([]);
});

describe('marks of a row', () => {
  const odd = (count: number) => Array.from({ length: count }, (_, i) => at(1010 + 2 * i));

  test('eight, and how many more', () => {
    const marks = (count: number) =>
      picture({ bad: odd(count) }).filter((row) => /\^|more/.test(row));
    expect(marks(8)).toHaveLength(8);
    expect(marks(8).at(-1)).toContain('^ 1024, bad (UNC)');
    expect(marks(9).at(-1)).toBe(`${' '.repeat(8)}and 1 more here`);
    expect(marks(10)).toHaveLength(9);
    expect(marks(10).at(-1)).toBe(`${' '.repeat(8)}and 2 more here`);
  });

  test('in an indented row they are counted below its first cell', () => {
    const bad = Array.from({ length: 10 }, (_, i) => at(1000 + i, 1001 + i, { reads: 1 + i }));
    const more = picture({ bad }).filter((row) => row.includes('more here'));
    expect(more).toEqual([`${' '.repeat(8 + 22)}and 2 more here`]);
  });

  test('one caret, all that is said of the sector', () => {
    const suspects = [
      aSuspect(1010, 1041, { line: 4, firstLba: 1010 }, exactly(9, 1012), exactly(3, 1012)),
    ];
    expect(picture({ bad: [at(1012)] }, 32, suspects).slice(1, 3)).toEqual([
      '        ^ 1010, start of the request of line 4',
      '          ^ 1012, bad (UNC); 1012, the sector of lines 3, 9',
    ]);
  });

  test('words stand at the right as long as they have room, and at the left only if they have', () => {
    const row = (lba: number, columns: number) => picture({ bad: [at(lba)] }, columns)[1];
    expect(row(1010 + 15, 32)).toBe(`${' '.repeat(23)}^ 1025, bad (UNC)`);
    expect(row(1010 + 16, 32)).toBe(`${' '.repeat(8)}1026, bad (UNC) ^`);
    // Four columns at the left stay free.
    expect(row(1010 + 11, 16)).toBe(`${' '.repeat(3)}1021, bad (UNC) ^`);
  });

  test('of many lines six, each once', () => {
    const sources = [7, 6, 5, 4, 3, 2, 1, 7].map((line) => exactly(line, 1010));
    const words = (count: number) =>
      picture({}, 32, [aSuspect(1010, 1041, ...sources.slice(-count))])[1];
    expect(words(8)).toBe('        ^ 1010, the sector of lines 1, 2, 3, 4, 5, 6 and 1 more');
    expect(words(7)).toBe('        ^ 1010, the sector of lines 1, 2, 3, 4, 5, 6 and 1 more');
    expect(words(2)).toBe('        ^ 1010, the sector of lines 1, 7');
  });

  test('ranges, and what was not looked at one by one', () => {
    const rows = picture({
      bad: [at(1010, 1014), at(1020, 1021, { exact: false })],
      weak: [at(1024, 1026), at(1030, 1034, { exact: false })],
    });
    expect(rows.slice(0, 4)).toEqual([
      '  1010  xxxx░░░░░░x░░░ww░░░░░░░░░░░░░░░░',
      '        ^ 1010-1013, bad (UNC)',
      '                  ^ 1020, bad (UNC), not looked at one by one',
      '                      ^ 1024-1025, weak',
    ]);
  });
});

describe('how much is shown', () => {
  test('sixteen columns at least, a power of two, 128 at most', () => {
    for (const [room, columns] of [
      [0, 16],
      [31, 16],
      [32, 32],
      [127, 64],
      [128, 128],
      [1000, 128],
    ] as const) {
      const ranges = [{ from: 1000, to: 1256 }];
      const [first] = picture({ ranges }, room, [aSuspect(1000, 1255)]);
      expect(first).toBe(`  1000  ${'░'.repeat(columns)}`);
    }
  });

  test('512 cells; of more, the rows where something is, what was found first', () => {
    const ranges = [{ from: 1000, to: 3000 }];
    const sources = Array.from({ length: 60 }, (_, i) => exactly(i + 1, 1000 + 32 * i));
    const suspects = [aSuspect(1000, 2999, ...sources)];
    const rows = picture({ ranges, bad: [at(2990)] }, 32, suspects).filter((row) =>
      /^ {2}\d/.test(row),
    );
    expect(rows).toHaveLength(512 / 32);
    expect(rows[0]).toMatch(/^ {2}1000 /);
    expect(rows.at(-1)).toMatch(/^ {2}2984 .*x/);
    const whole = picture({ ranges }, 32, [aSuspect(1000, 1511)]);
    expect(whole.filter((row) => /^ {2}\d/.test(row))).toHaveLength(16);
    const cut = picture({ ranges, bad: [at(1000)] }, 32, [aSuspect(1000, 1512)]);
    expect(cut.filter((row) => /^ {2}\d/.test(row))).toHaveLength(1);
  });
});

test('the legend: classes by latency, then what failed, what read at last, what was not read', () => {
  const rows = picture({
    bad: [at(1010)],
    weak: [at(1011)],
    unread: [{ from: 1012, to: 1013 }] as never,
    latenciesMs: [
      { from: 1013, to: 1014, value: 600 },
      { from: 1014, to: 1015, value: 3 },
      { from: 1015, to: 1016, value: 2.9 },
    ],
  });
  expect(rows[0]).toBe('  1010  xw·█▒░░░░░░░░░░░░░░░░░░░░░░░░░░░');
  expect(rows.at(-1)).toBe(
    '  a cell a sector: ░ reads, <3ms   ▒ reads, <10ms   █ reads, >500ms   x bad: uncorrectable data' +
      '   w failed, then read   · not read',
  );
});

test('cells of one colour are painted in one piece', () => {
  const pieces: string[] = [];
  const paint = (text: string) => {
    pieces.push(text);
    return text;
  };
  checkPicture(
    [aSuspect(1000, 1003)],
    aProbed({ ranges: [{ from: 1000, to: 1004 }], bad: [at(1001, 1003)] }),
    {
      ...brush(32),
      paint,
    },
  );
  expect(pieces.slice(0, 3)).toEqual(['░', 'xx', '░']);
});
