// The picture of a check is drawn here as text.

import { describe, expect, test } from 'vitest';
import { outputBrush } from '../../../src/cli/brush.ts';
import { type Brush, checkText } from '../../../src/index.ts';
import { checkSim } from '../check/check-sim.ts';

const UTF8 = { TERM: 'xterm', LC_ALL: 'C.UTF-8' };
const plain = (columns: number) => outputBrush(UTF8, { columns });

async function picture(spec: string, lines: string[], brush: Brush): Promise<string[]> {
  const text = checkText(await checkSim(spec, lines), brush);
  const [, body] = text.split('\n\n');
  // Latencies are for other tests.
  return body!.split('\n').map((line) => line.replace(/[▒▓▄▙█]/g, '░').trimEnd());
}

const geom = (lba: number, sectors: number) =>
  `g_vfs_done():ad4[READ(offset=${lba * 512}, length=${sectors * 512})]error = 5`;

describe('the picture', () => {
  test('a cell a sector, marked at the log’s numbers', async () => {
    const lines = [geom(5000, 40), 'ad4: FAILURE - READ_DMA status=51 error=40 LBA=5016'];
    expect((await picture('size=1TB,bad=5020-5021', lines, plain(80))).slice(0, 5)).toEqual([
      `  5000  ${'░'.repeat(20)}xx${'░'.repeat(42)}`,
      '        ^ 5000, start of the request of line 1',
      '                        ^ 5016, start of the request of line 2',
      '                            ^ 5020-5021, bad (UNC)',
      `  5064  ${'░'.repeat(64)}`,
    ]);
  });

  test('is as wide as the terminal has room for', async () => {
    for (const [columns, cells] of [
      [30, 32],
      [40, 32],
      [80, 64],
      [100, 64],
      [300, 128],
    ] as const) {
      const [first] = await picture('size=1TB', [geom(5000, 256)], plain(columns));
      expect(first).toBe(`  5000  ${'░'.repeat(cells)}`);
    }
  });

  test('of a long range shows what was found, and leaves out the rest', async () => {
    const lines = [geom(100_000, 8000)];
    const rows = await picture('size=1TB,bad=103210,weak=107777@2', lines, plain(80));
    expect(rows.filter((row) => !/^ {2}(a cell|…)/.test(row))).toEqual([
      `  100000  ${'░'.repeat(64)}`,
      '          ^ 100000, start of the request of line 1',
      `  103200  ${'░'.repeat(10)}x${'░'.repeat(53)}`,
      `${' '.repeat(20)}^ 103210, bad (UNC)`,
      `  107744  ${'░'.repeat(33)}w${'░'.repeat(30)}`,
      `${' '.repeat(43)}^ 107777, weak`,
    ]);
  });

  test('that goes on behind its last line says so', async () => {
    const rows = async (sectors: number) =>
      (await picture('size=1TB,bad=5000', [geom(5000, sectors)], plain(80))).slice(-2);
    expect(await rows(512)).toEqual([expect.stringContaining('░░'), expect.any(String)]);
    expect(await rows(513)).toEqual(['  …', expect.stringContaining('a cell a sector')]);
  });

  test('words stay left of a caret at the edge', async () => {
    const rows = await picture('size=1TB,bad=5062', [geom(5000, 64)], plain(80));
    expect(rows[2]).toBe(`${' '.repeat(54)}5062, bad (UNC) ^`);
  });

  test('what was not read', async () => {
    const rows = await picture('size=1TB,gone=0', [geom(5000, 16)], plain(80));
    expect(rows[0]).toBe(`  5000  ${'·'.repeat(32)}`);
    expect(rows.at(-1)).toBe('  a cell a sector: · not read');
  });

  test('in ASCII, where the locale has no more', async () => {
    const ascii = outputBrush({ TERM: 'xterm', LC_ALL: 'C' }, { columns: 80 });
    const text = checkText(await checkSim('size=1TB,bad=5001', [geom(5000, 16)]), ascii);
    const rows = text.split('\n').filter((row) => /^ {2}5000/.test(row));
    expect(rows[0]).toMatch(/^ {2}5000 {2}[:=]x[:=]{30}$/);
  });
});

describe('colours', () => {
  const line = [geom(5000, 16)];
  const text = async (env: NodeJS.ProcessEnv, isTTY: boolean) => {
    return checkText(await checkSim('size=1TB,bad=5001', line), outputBrush(env, { isTTY }));
  };

  test('on a terminal: an error stands on its colour', async () => {
    expect(await text(UTF8, true)).toContain('\x1b[97;41;1mx\x1b[0m');
  });

  test.each([
    ['without a terminal', UTF8, false],
    ['with NO_COLOR', { ...UTF8, NO_COLOR: '1' }, true],
    ['on a dumb terminal', { ...UTF8, TERM: 'dumb' }, true],
  ])('none %s', async (_name, env, isTTY) => {
    expect(await text(env, isTTY)).not.toContain('\x1b');
  });
});

describe('the headline', () => {
  const first = async (spec: string) => {
    return checkText(await checkSim(spec, [geom(5000, 256)]), plain(80)).split('\n')[0];
  };

  test.each([
    ['size=1TB', 'GOOD: all 768 sectors that were checked read'],
    ['size=1TB,bad=5001', 'BAD: LBA 5001 cannot be read'],
    ['size=1TB,bad=5001,bad=5010-5012', 'BAD: LBA 5001 and 5010-5012 cannot be read'],
    ['size=1TB,weak=5001@2', 'WEAK: LBA 5001 failed, and read when tried again'],
    ['size=1TB,gone=1', 'INCOMPLETE: sim:size=1TB,gone=1 left at LBA 5000; 512 sectors not read'],
  ])('%s', async (spec, words) => {
    expect(await first(spec)).toBe(words);
  });

  test('lines are no wider than the terminal', async () => {
    const text = checkText(await checkSim('size=1TB,bad=5001', [geom(5000, 256)]), plain(60));
    const chapters = text.slice(text.indexOf('What the log says'));
    for (const row of chapters.split('\n')) expect(row.length).toBeLessThanOrEqual(60);
  });
});
