// A check in words, but for its picture: the line that says it all, and what was found.

import { describe, expect, test } from 'vitest';
import { outputBrush } from '../../../src/cli/brush.ts';
import { checkText } from '../../../src/index.ts';
import { aCheck, aProbed, aSuspect, extents } from './a-check.ts';

const BRUSH = outputBrush({ TERM: 'xterm', LC_ALL: 'C.UTF-8' }, { columns: 80 });
const linesOf = (...args: Parameters<typeof aCheck>) =>
  checkText(aCheck(...args), BRUSH).split('\n');
const headline = (...args: Parameters<typeof aCheck>) => linesOf(...args)[0];

describe('the first line', () => {
  test('good', () => {
    expect(headline()).toBe('GOOD: all 100 sectors that were checked read');
  });

  test('bad: at most four places, what was proved apart from what was not', () => {
    const four = aProbed({ bad: extents(4) });
    expect(headline({ verdict: 'bad', probed: four })).toBe(
      'BAD: LBA 1000, 1002, 1004 and 1006 cannot be read',
    );
    const five = aProbed({ bad: extents(5) });
    expect(headline({ verdict: 'bad', probed: five })).toBe(
      'BAD: LBA 1000, 1002, 1004, 1006 and 1 more cannot be read',
    );
    const mixed = aProbed({ bad: [...extents(1), ...extents(2, { exact: false }).slice(1)] });
    expect(headline({ verdict: 'bad', probed: mixed })).toBe(
      'BAD: LBA 1000 cannot be read; LBA 1002 failed, and was not looked at sector by sector',
    );
  });

  test('weak', () => {
    expect(headline({ verdict: 'weak', probed: aProbed({ weak: extents(1) }) })).toBe(
      'WEAK: LBA 1000 failed, and read when tried again',
    );
  });

  test('incomplete, and why', () => {
    const trouble = {
      code: 'ERR_GONE',
      errno: null,
      message: `left\u001b${'x'.repeat(600)}`,
    } as const;
    expect(headline({ verdict: 'incomplete' })).toBe(
      'INCOMPLETE: stopped before the end; 1 sector not read',
    );
    const probed = aProbed({ coverage: { total: 100, good: 100, bad: 0, unread: 0 } });
    const said = headline({ verdict: 'incomplete', probed, trouble })!;
    expect(said).toMatch(/^INCOMPLETE: left\?x+…$/);
    expect(said.length).toBe('INCOMPLETE: '.length + 500);
    expect(headline({ verdict: 'incomplete', probed: null })).toBe(
      'INCOMPLETE: stopped before the end',
    );
  });

  test('explained: the devices in the order of the log, each once', () => {
    const suspects = [
      aSuspect(0, 1, { line: 9, device: 'sdc' }, { line: 3, device: null }),
      aSuspect(5, 6, { line: 2, device: 'sda' }, { line: 4, device: 'sda' }),
    ];
    expect(headline({ verdict: 'explained', probed: null, suspects })).toBe(
      'EXPLAINED: the log accuses sda, a disk without name and sdc; no disk was read',
    );
    expect(headline({ verdict: 'explained', probed: null })).toBe(
      'NOTHING ACCUSED: nothing was read',
    );
  });
});

describe('below it', () => {
  test('the disk, and what was read of it', () => {
    const { device } = aCheck();
    const known = { ...device!, model: 'A\u0007 MODEL', serial: null, logicalBytes: 4096 };
    expect(linesOf({ device: known }).slice(1, 3)).toEqual([
      '  /dev/sdx · A? MODEL · 4.10 GB',
      '  LBA 1000-1099: 97 good, 2 bad, 1 unread of 100 sectors of 4096 bytes, 2.00 s',
    ]);
    expect(linesOf().slice(2, 3)).toEqual([
      '  LBA 1000-1099: 97 good, 2 bad, 1 unread of 100 sectors, 2.00 s',
    ]);
  });

  test('nothing more than the disk’s name, or not even that', () => {
    expect(linesOf({ probed: null, verdict: 'explained' }).slice(1)).toEqual([
      '  /dev/sdx',
      '',
      'Chapter:',
      '  - A sentence.',
      '',
    ]);
    expect(linesOf({ probed: null, verdict: 'explained', device: null })[1]).toBe('');
  });

  test.each(['bad', 'weak'] as const)('1,000 lines of what is %s, and how many more', (kind) => {
    const listed = (count: number) =>
      linesOf({
        probed: aProbed({ [kind]: extents(count), ranges: [{ from: 1000, to: 4000 }] }),
      }).filter((line) => line.startsWith(`  ${kind} LBA`) || line.startsWith('  … and'));
    expect(listed(1000)).toHaveLength(1000);
    expect(listed(1000).at(-1)).toMatch(/LBA 2998 /);
    expect(listed(1001)).toHaveLength(1001);
    expect(listed(1001).at(-1)).toBe(`  … and 1 more ${kind} (--json lists them)`);
    expect(listed(1002).at(-1)).toBe(`  … and 2 more ${kind} (--json lists them)`);
  });

  test.each([
    ['bad', {}, 'UNC, failed 3 times alone'],
    ['bad', { reads: 1, errno: 'EIO' }, 'UNC (EIO), failed once alone'],
    [
      'bad',
      { drive: '51/40', named: true },
      'UNC (status 51, error 40: the drive named this sector), failed 3 times alone',
    ],
    ['bad', { exact: false, reads: 0 }, 'UNC, in its request'],
    ['weak', { reads: 1 }, 'UNC, failed once alone, then read'],
    ['weak', { exact: false }, 'UNC, as a request; each sector of it read'],
  ] as const)('%s %o: how it failed', (kind, change, words) => {
    const lines = linesOf({ probed: aProbed({ [kind]: extents(1, change) }) });
    expect(lines).toContain(`  ${kind} LBA 1000  ${words}`);
  });

  test('sentences as items of a list, no wider than the terminal or 100 columns', () => {
    const words = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    const explanation = [{ title: 'T', sentences: [words, 'x'.repeat(200)] }];
    for (const [columns, most] of [
      [60, 60],
      [300, 100],
    ] as const) {
      const brush = outputBrush({ TERM: 'xterm', LC_ALL: 'C.UTF-8' }, { columns });
      const text = checkText(aCheck({ probed: null, verdict: 'explained', explanation }), brush);
      const lines = text.split('\n').slice(4, -1);
      expect(lines[0]).toMatch(/^ {2}- word0 /);
      expect(lines[1]).toMatch(/^ {4}word/);
      const widths = lines.slice(0, -1).map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(most);
      // As much as there is room for.
      expect(Math.min(...widths.slice(0, -1))).toBeGreaterThan(most - 8);
      // A word that is too long begins its line all the same.
      expect(lines.at(-1)).toBe(`  - ${'x'.repeat(200)}`);
    }
  });
});

describe('the picture’s legend', () => {
  test('from what reads to what does not, each once', () => {
    const latenciesMs = [
      { from: 1000, to: 1050, value: 1 },
      { from: 1050, to: 1060, value: 20 },
    ];
    const probed = aProbed({
      bad: [{ ...extents(1)[0]!, from: 1098, to: 1099 }],
      weak: extents(20).slice(10),
      unread: [{ from: 1099, to: 1100 }],
      latenciesMs,
    });
    const lines = linesOf({ suspects: [aSuspect(1000, 1099)], probed });
    expect(lines.find((line) => line.startsWith('  a cell a sector'))).toMatch(
      /^ {2}a cell a sector: . reads, <3ms {3}. reads, <50ms {3}x bad: uncorrectable data {3}w failed, then read {3}· not read$/,
    );
  });
});
