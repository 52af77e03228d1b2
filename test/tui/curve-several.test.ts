// The curves of several disks side by side, the keys, and terminals that are too small.

import { describe, expect, test } from 'vitest';
import { glyphFor } from '../../src/tui/charset.ts';
import { CurveApp } from '../../src/tui/curve-app.ts';
import { Picture } from '../../src/tui/picture.ts';
import { FakeBench, FakeBenchRun, shootCurve } from './fake-bench.ts';
import { text } from './screens.ts';

const gone = () => {
  const bench = new FakeBench({ path: '/dev/sdc' }).reading(5);
  const trouble = '/dev/sdc left at LBA 99';
  bench.state = { ...bench.state, activity: 'ended', part: null, trouble };
  return bench;
};

const ssd = () => {
  const bench = new FakeBench({ path: '/dev/sdb', rotational: false });
  bench.parts = bench.parts.slice(0, 7);
  return bench.ended();
};

describe('several disks', () => {
  const all = () => [new FakeBench().ended(), ssd(), gone(), new FakeBench({ path: '/dev/sdd' })];

  test('at the end side by side on one scale', () => {
    expect(text(shootCurve(all(), { ended: true }))).toMatchInlineSnapshot(`
      "
       4 disks side by side, 1 to 3 of them
                   1 /dev/ada0           2 /dev/sdb            3 /dev/sdc
                   ST1000DM003-… 1.00 TB ST1000DM003-… 1.00 TB /dev/sdc left at LBA…
          200 MB/s █▇▆▅▄▃▂▁· · · · · · · █▇▆▅▄▃▂▁· · · · · · · █▇· · · · · · · · · ·
                   █████████▇▆▅▄▃▂▁▁     █████████▇▆▅▄▃▂▁▁     ██
          100 MB/s ██████████████████▇▆▅ ██████████████████▇▆▅ ██· · · · · · · · · ·
                   █████████████████████ █████████████████████ ██
                   █████████████████████ █████████████████████ ██
                 0 ┴───────────────────┴ ┴───────────────────┴ ┴───────────────────┴
                   0                1 TB 0                1 TB 0                1 TB
       mean        151 MB/s              151 MB/s              198 MB/s
       fastest     200 MB/s              200 MB/s              200 MB/s
       slowest     101 MB/s              101 MB/s              196 MB/s
       512 B       84.7/s p99 23.6 ms    84.7/s p99 23.6 ms    –
       4 KiB       42.4/s p99 47.2 ms    42.4/s p99 47.2 ms    –
       64 KiB      28.2/s p99 70.8 ms    28.2/s p99 70.8 ms    –
       1 MiB       21.2/s p99 94.4 ms    21.2/s p99 94.4 ms    –
       4 KiB x 4   67.8/s p99 118 ms     67.8/s p99 118 ms     –
       4 KiB x 32  452/s p99 142 ms      452/s p99 142 ms      –
       adjacent    4.87 ms               –                     –
       average     11.8 ms               –                     –
       full stroke 19.5 ms               –                     –
       burst       419 MB/s              –                     –
        1-9  show a disk   left right  other disks   ?  help   q  leave
      "
    `);
  });

  test('more than fit come into sight with an arrow, and no further', () => {
    const rows = (keys: string[]) => shootCurve(all(), { ended: true, keys }).rows();
    expect(rows(['right'])[0]).toBe(' 4 disks side by side, 2 to 4 of them');
    expect(rows(['right', 'right', 'right'])[1]).toContain('4 /dev/sdd');
    expect(rows(['right', 'left', 'left'])[0]).toBe(' 4 disks side by side, 1 to 3 of them');
  });

  test('all fit on a wide terminal', () => {
    const rows = shootCurve(all(), { ended: true, width: 200, height: 50 }).rows();
    expect(rows[0]).toBe(' 4 disks side by side');
    expect(rows[1]).toMatch(/1 \/dev\/ada0 .*2 \/dev\/sdb .*3 \/dev\/sdc .*4 \/dev\/sdd/);
    for (const row of rows) expect([...row].length).toBeLessThanOrEqual(200);
  });

  test('the one that runs is followed, until another is asked for', () => {
    const running = () => [new FakeBench().ended(), new FakeBench({ path: '/dev/sdb' }).reading(9)];
    const title = (keys: string[]) => shootCurve(running(), { keys }).rows()[0];
    expect(title([])).toMatch(/^ 2\/2 {2}\/dev\/sdb/);
    expect(title(['1'])).toMatch(/^ 1\/2 {2}\/dev\/ada0/);
    expect(title(['left'])).toMatch(/^ 1\/2/);
    expect(title(['right'])).toMatch(/^ 1\/2/);
    expect(title(['1', 'escape'])).toMatch(/^ 2\/2/);
    expect(title(['3'])).toMatch(/^ 2\/2/);
  });

  test('before the next one begins the last is shown', () => {
    const between = [new FakeBench().ended(), new FakeBench({ path: '/dev/sdb' })];
    expect(shootCurve(between).rows()[0]).toMatch(/^ 1\/2/);
  });

  test('one of them at the end, and back', () => {
    const rows = (keys: string[]) => shootCurve(all(), { ended: true, keys }).rows();
    expect(rows(['2'])[0]).toMatch(/^ 2\/4 {2}\/dev\/sdb/);
    expect(rows(['2', 'escape'])[0]).toMatch(/side by side/);
  });
});

describe('keys', () => {
  const appOf = (benches: FakeBench[]) => new CurveApp(new FakeBenchRun(benches));

  test('q and Ctrl-C stop; at the end they leave, and Enter and Escape do', () => {
    const app = appOf([new FakeBench().reading(3)]);
    expect(['q', 'C-c', 'x', 'enter', 'C-l'].map((key) => app.press(key))).toEqual([
      ...['stop', 'stop', null, null, 'redraw'],
    ]);
    app.finished();
    const keys = ['q', 'C-c', 'enter', 'escape', 'x', '1', 'left', 'C-z'];
    expect(keys.map((key) => app.press(key))).toEqual([
      ...['leave', 'leave', 'leave', 'leave', null, null, null, 'suspend'],
    ]);
  });

  test('? helps, at the end, too', () => {
    const keys = ['?'];
    for (const ended of [false, true]) {
      const shot = { ended, keys };
      const rows = shootCurve([new FakeBench().reading(3)], shot)
        .rows()
        .join('\n');
      expect(rows).toContain('help: any key closes it');
      expect(rows).toContain('stop at once');
    }
  });

  test('that choose among several disks do not leave', () => {
    const app = appOf([new FakeBench().ended(), ssd()]);
    app.draw(new Picture(80, 24));
    app.finished();
    expect(['1', 'escape', '2', 'left', 'escape', 'right'].map((key) => app.press(key))).toEqual([
      ...[null, null, null, null, null, null],
    ]);
    expect([app.press('3'), app.press('escape')]).toEqual([null, 'leave']);
  });
});

test.each([
  'console',
  'ascii',
] as const)('in the charset %s each glyph has a substitute', (charset) => {
  const glyph = glyphFor(charset);
  const screens = [
    shootCurve([new FakeBench().reading(43)]),
    shootCurve([new FakeBench().ended(), ssd()], { ended: true }),
  ];
  const drawn = new Set(screens.flatMap(({ glyphs }) => glyphs));
  for (const one of drawn) {
    if (one === '?') continue;
    expect(glyph(one), one).not.toBe('?');
    if (charset === 'ascii') expect(glyph(one) <= '~').toBe(true);
    // Code page 437.
    else expect(glyph(one)).toMatch(/^[ -~░▒▓▄█■·─│┌┐└┘┴µ±▶▲▼x]$/);
  }
});
