// A disk's other views: cells by their typical block, a cell gone into, the trail scrolled back, the curve,
// and the list of all that was found.

import { describe, expect, test } from 'vitest';
import { App } from '../../src/tui/app.ts';
import { Picture } from '../../src/tui/picture.ts';
import { FakeRun, FakeScan, stepOf, tally } from './fake-run.ts';
import { failing, listed, shoot, text } from './screens.ts';

/** 4,000 blocks, of which number 1,000 failed and number 2,000 was slow. */
function disk(): FakeScan {
  const scan = new FakeScan({ sectors: 256 * 4000 });
  const bytes = new Map([
    [1000, 247],
    [2000, stepOf(800)],
  ]);
  scan.read(4000, (block) => bytes.get(block) ?? stepOf(1 + block / 2000));
  scan.found = [
    listed('bad', 256_008, 256_008, { error: 'UNC' }),
    listed('always slow', 512_000, 512_255, { latencyMs: 812, againMs: 790 }),
  ];
  return scan;
}

describe('the whole disk', () => {
  const glyphs = (keys: string[]) =>
    shoot([disk()], { keys: ['tab', ...keys] })
      .rows()
      .slice(5, 16)
      .map((row) => row.slice(0, 58))
      .join('');

  test('a cell is its typical block, but for what failed in it', () => {
    expect(glyphs([])).toMatch(/^░+x░+$/);
  });

  test('w: its worst', () => {
    expect(glyphs(['w'])).toMatch(/^░+x░+█░+$/);
    expect(glyphs(['w', 'w'])).toMatch(/^░+x░+$/);
  });

  test('Enter goes into a cell, down to single blocks, and Escape out', () => {
    const large = new FakeScan({ sectors: 256 * 1_000_000 });
    large.read(700_000, (block) => (block === 3 ? 247 : stepOf(1)));
    const rows = (keys: string[]) => shoot([large], { keys: ['tab', 'right', ...keys] }).rows();
    expect(rows([])[5]).toMatch(/^.░{57}│/);
    expect(rows([]).join('\n')).toMatch(/LBA 0–\d\d\d,\d\d\d · 1,\d\d\d blocks/);
    const inside = rows(['enter']);
    expect(inside.join('\n')).toMatch(/ LBA 0–511 · 2 blocks/);
    const single = rows(['enter', 'right', 'enter', 'right']);
    expect(single.join('\n')).toContain(' LBA 768–1,023 · 1 block · x UNC, uncorrectable data');
    const out = rows(['enter', 'right', 'enter', 'right', 'escape', 'escape', 'escape']);
    expect(out.join('\n')).toContain('a cell: 1,');
  });
});

describe('the trail', () => {
  test('is scrolled back, and stands still while more is read', () => {
    const scan = disk();
    scan.shares[0]!.next = 2000;
    const app = new App(new FakeRun([scan]), { tally });
    const picture = new Picture(80, 24);
    const caption = () => {
      app.draw(picture);
      return picture.rows().find((row) => /^ LBA [\d,–]+( ·| +│)/.test(row))!;
    };
    const live = caption();
    app.press('pageup');
    const back = caption();
    expect(back).toContain('scrolled back');
    expect(back).not.toBe(live);
    scan.shares[0]!.next = 3500;
    expect(caption()).toBe(back);
    app.press('home');
    expect(caption()).toMatch(/^ LBA 0–/);
    app.press('escape');
    expect(caption()).not.toContain('scrolled back');
    expect(caption()).toContain('–895,999');
  });
});

describe('the list of all that was found', () => {
  const many = (count: number) => {
    const scan = failing(new FakeScan({ sectors: 256 * 40_000 }), 900);
    const bad = Array.from({ length: count }, (_, i) =>
      listed('bad', 100 * i, 100 * i + 7, { error: 'UNC' }),
    );
    scan.found = [...bad, listed('slow', 76_800, 77_055, { latencyMs: 812 })];
    return scan;
  };

  test('has how many there are of each kind, and scrolls', () => {
    expect(text(shoot([many(40)], { keys: ['d', 'pagedown', 'down'] }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                5.24 GB
       LBA    230,400 of 10,240,000           rotating · 1 worker · blocks of 128 KiB
       reading  ─────────────────────    2.2 %  3 failed blocks to narrow, about 0:54
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─  single blocks   whole disk   curve  [defects] ───────────────────────────────
      [all 41] bad 40  slow 1                          18 of 41 │ ░ <3ms           625
       bad         LBA 900–907                  UNC             │ ▒ <10ms          225
       bad         LBA 1,000–1,007              UNC             │ ▓ <50ms           36
       bad         LBA 1,100–1,107              UNC             │ ▄ <150ms           8
       bad         LBA 1,200–1,207              UNC             │ ▙ <500ms           1
       bad         LBA 1,300–1,307              UNC             │ █ >500ms           0
       bad         LBA 1,400–1,407              UNC             │ x UNC              2
       bad         LBA 1,500–1,507              UNC             │ S IDNF             1
       bad         LBA 1,600–1,607              UNC             │ ! ABRT             0
       bad         LBA 1,700–1,707              UNC             │ A AMNF             1
       bad         LBA 1,800–1,807              UNC             │ 0 T0NF             0
       bad         LBA 1,900–1,907              UNC             │ * BBK              0
       bad         LBA 2,000–2,007              UNC             │ ? TIME             1
       bad         LBA 2,100–2,107              UNC             │ E IO               0
       bad         LBA 2,200–2,207              UNC             │ – GONE             0
       bad         LBA 2,300–2,307              UNC             │ · unread      39,100
       bad         LBA 2,400–2,407              UNC             │ bad sectors        8
       bad         LBA 2,500–2,507              UNC             │ weak               8
        f  filter  Esc  back  Tab  view  Space  pause  q  stop  ?  help
      "
    `);
  });

  test('shows one kind alone', () => {
    const keys = ['d', 'F'];
    const rows = shoot([many(40)], { keys }).rows();
    expect(rows[5]).toContain('[slow 1]');
    expect(rows[6]).toMatch(/^ slow +LBA 76,800–77,055 +slow +812 ms │/);
    expect(rows[7]!.slice(0, 58).trim()).toBe('');
  });

  test('Enter shows the place on the map', () => {
    const rows = shoot([disk()], { keys: ['d', 'enter'] }).rows();
    expect(rows[17]).toContain(' LBA 256,000–256,255 · 1 block ');
    expect(rows[18]).toContain(' x UNC, uncorrectable data ');
  });

  test('below the map the gravest stand, and how many more there are', () => {
    const rows = shoot([many(40)]).rows();
    expect(rows.join('\n')).toMatch(/the gravest defects, 3\d more: d /);
    expect(rows.find((row) => row.startsWith(' bad '))).toContain('LBA 0–7');
  });
});

describe('the curve', () => {
  const rows = (scan: FakeScan, shot = {}) =>
    shoot([scan], { keys: ['tab', 'tab'], ...shot }).rows();

  test('what failed once and then read is marked as weak, and what is bad beside it as bad', () => {
    const axis = (...found: FakeScan['found']) => {
      const scan = disk();
      scan.found.splice(0, scan.found.length, ...found);
      return rows(scan).find((row) => row.startsWith('         0 ┴'))!;
    };
    const weak = listed('weak', 256_000, 256_255, { error: 'UNC' });
    expect(axis(weak)).toMatch(/^ +0 ┴─+w─/);
    expect(axis(weak)).not.toContain('x');
    const bad = listed('bad', 256_008, 256_008, { error: 'UNC' });
    expect(axis(bad, weak)).toMatch(/^ +0 ┴─+x─/);
  });

  test('falls as the disk does, with what is bad and slow marked, latencies beside it', () => {
    const scan = disk();
    scan.found.push(listed('slow zone', 800_000, 900_000, { bytesPerSecond: 5e6 }));
    expect(text(shoot([scan], { keys: ['tab', 'tab'] }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                 524 MB
       LBA 1,023,744 of 1,024,000             rotating · 1 worker · blocks of 128 KiB
       reading  ████████████████████████████████████████████████████████████  100.0 %
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─  single blocks   whole disk  [curve]  defects  ───────────────────────────────
       speed over the disk                                      │ blocks by latency
        150 MB/s · · · · · · · · · · · · · · · · · · · · · · ·  │  0.95 ms ░░░░░░░  1k
                 ▆▃                                             │   1.5 ms ░░░░░░░  1k
                 ███▇▄▃▁                                        │   2.4 ms ░░░░░░░  1k
        100 MB/s ███████▇▇▄▄▂· · · · · · · · · · · · · · · · ·  │   3.8 ms           0
                 ██████████████▆▅▅▃▃▃▁                          │   5.9 ms           0
                 ███████████████████████ ▆▆▆▅▃▃▃▃▁▁▁▁           │   9.3 ms           0
         50 MB/s ███████████████████████ ████████████████▇▆▆▆▆▆ │    15 ms           0
                 ███████████████████████ ██████████████████████ │    23 ms           0
                 ███████████████████████▅██████████████████████ │    37 ms           0
               0 ┴──────────x─────┴─────▼───────────▼▼▼▼▼▼───── │    58 ms           0
                 0             200 MB            400 MB         │    94 ms           0
       letters bad  w weak  ▼ slow                              │   150 ms           0
      ─ defects ──────────────────────────────── slow blocks 0 ─│   236 ms           0
       bad    LBA 256,008                       UNC             │   370 ms           0
       slow   LBA 512,000–512,255               slow     812 ms │   584 ms █         1
       zone   LBA 800,000–900,000               slow   5.0 MB/s │
                                                                │
        Tab  next view   Space  pause   q  stop   ?  help
      "
    `);
  });

  test('grows from the left while it is read', () => {
    const scan = new FakeScan({ sectors: 256 * 4000 });
    scan.read(2000, () => stepOf(1));
    const bottom = rows(scan).findLast((row) => row.includes('█'))!;
    expect(bottom.slice(11, 58)).toMatch(/^█{23}[█▌]? *$/);
  });

  test('is of latencies where reads wait for each other', () => {
    const scan = disk();
    scan.depth = 16;
    const screen = rows(scan).join('\n');
    expect(screen).toContain('latency over the disk, 16 reads in flight');
    expect(screen).toMatch(/ ms [█▁▂▃▄▅▆▇ ·]+│/);
    expect(screen).not.toContain('MB/s ▁');
  });

  test.each([
    [80, 23],
    [132, 43],
    [200, 60],
    [60, 14],
    [30, 8],
  ])('has room on %ix%i', (width, height) => {
    expect(rows(disk(), { width, height }).join('\n')).toMatch(/[▁▂▃▄▅▆▇█]{10}/);
  });
});

test('a digit for a wish of one disk is that disk: pause, stop and skip', () => {
  const scans = [disk(), disk()];
  const app = new App(new FakeRun(scans), { tally });
  app.draw(new Picture(80, 24));
  expect([app.press('down'), app.disk]).toEqual([null, 1]);
  expect(app.press('space')).toBe('pause-one');
  expect([app.press('s'), app.press('y')]).toEqual([null, 'stop-one']);
  expect([app.press('n'), app.press('y')]).toEqual([null, 'skip-one']);
});
