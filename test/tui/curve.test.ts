// The screens of benchmarks, as they are seen.

import { describe, expect, test } from 'vitest';
import type { BenchProgress } from '../../src/benchmark/bench-view.ts';
import { inksOf } from '../../src/tui/style.ts';
import { aZone } from '../unit/report/a-bench.ts';
import { FakeBench, shootCurve } from './fake-bench.ts';
import { text } from './screens.ts';

describe('one disk', () => {
  test('fills its curve from left to right', () => {
    expect(text(shootCurve([new FakeBench().reading(43)]))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                1.00 TB
       sequential reads of 1 MiB · zone 44 of 100 · LBA 820,546,035
       ██████████────────────────────────────────────────  21.5 %  0:00:12 of 0:01:00
      ────────────────────────────────────────────────────────────────────────────────
        200 MB/s ██▇▆▆▅▅▄▃▃▂▂▁ · · · · · · · · · · · · · · · · · · · · · · · · · · ·
                 ███████████████▇▇▆▆▅▄▄▃▃▂▁▁
        150 MB/s █████████████████████████████▇· · · · · · · · · · · · · · · · · · ·
                 ██████████████████████████████
                 ██████████████████████████████
        100 MB/s ██████████████████████████████· · · · · · · · · · · · · · · · · · ·
                 ██████████████████████████████
         50 MB/s ██████████████████████████████· · · · · · · · · · · · · · · · · · ·
                 ██████████████████████████████
                 ██████████████████████████████
               0 ┴────────────┴─────────────┴────────────┴─────────────┴────────────┴
                 0         200 GB        400 GB       600 GB        800 GB    1000 GB
       random reads   a second       speed    median      p99   mean         179 MB/s
         512 B               –                                  fastest      200 MB/s
         4 KiB               –                                  slowest      158 MB/s
         64 KiB              –                                  adjacent            –
         1 MiB               –                                  average             –
         4 KiB x 4           –                                  full stroke         –
         4 KiB x 32          –                                  burst               –
        ?  help   q  stop
      "
    `);
  });

  test('shows all its figures at the end', () => {
    const picture = shootCurve([new FakeBench().ended()], { ended: true });
    expect(text(picture)).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                1.00 TB
       measured                                      curve: sequential reads of 1 MiB
       █████████████████████████████████████████████████  100.0 %  0:01:00 of 0:01:00
      ────────────────────────────────────────────────────────────────────────────────
        200 MB/s ██▇▆▆▅▅▄▃▃▂▂▁ · · · · · · · · · · · · · · · · · · · · · · · · · · ·
                 ███████████████▇▇▆▆▅▄▄▃▃▂▁▁
        150 MB/s █████████████████████████████▇▆▆▅▅▄▄▃▂▂▁▁ · · · · · · · · · · · · ·
                 ██████████████████████████████████████████▇▇▆▆▅▄▄▃▃▂▂▁
                 ████████████████████████████████████████████████████████▇▇▆▅▅▄▄▃▂▂▁▁
        100 MB/s ████████████████████████████████████████████████████████████████████
                 ████████████████████████████████████████████████████████████████████
         50 MB/s ████████████████████████████████████████████████████████████████████
                 ████████████████████████████████████████████████████████████████████
                 ████████████████████████████████████████████████████████████████████
               0 ┴────────────┴─────────────┴────────────┴─────────────┴────────────┴
                 0         200 GB        400 GB       600 GB        800 GB    1000 GB
       random reads   a second       speed    median      p99   mean         151 MB/s
         512 B            84.7   43.4 kB/s   11.8 ms  23.6 ms   fastest      200 MB/s
         4 KiB            42.4    174 kB/s   23.6 ms  47.2 ms   slowest      101 MB/s
         64 KiB           28.2   1.85 MB/s   35.4 ms  70.8 ms   adjacent      4.87 ms
         1 MiB            21.2   22.2 MB/s   47.2 ms  94.4 ms   average       11.8 ms
         4 KiB x 4        67.8    278 kB/s   59.0 ms   118 ms   full stroke   19.5 ms
         4 KiB x 32        452   1.85 MB/s   70.8 ms   142 ms   burst        419 MB/s
        ?  help   q  leave
      "
    `);
  });

  test('marks what could not be read, a wait and failures', () => {
    const bench = new FakeBench().reading(60);
    const zones = bench.state.zones!.filter(({ index }) => index < 20 || index > 29);
    const wait = { lba: 1_234_567, seconds: 9.7 };
    bench.state = { ...bench.state, zones, failedReads: 30, wait };
    const rows = shootCurve([bench]).rows();
    expect(rows[3]).toBe(' no answer for 9 s at LBA 1,234,567 · 30 reads failed: others are tried');
    expect(rows[13]).toMatch(/^ {11}█{14}x{7}█{20}$/);
    expect(rows[12]).toMatch(/^ {11}█{14} {7}█{20}$/);
  });

  test('the zone that was measured last is the brightest', () => {
    const picture = shootCurve([new FakeBench().reading(43)]);
    const inkAt = (x: number) => inksOf(picture.styles[13 * 80 + x]!).fg;
    expect([inkAt(11), inkAt(38), inkAt(40)]).toEqual(['cyan', 'cyan', 'bright-white']);
    const ended = shootCurve([new FakeBench().ended()]);
    expect(inksOf(ended.styles[13 * 80 + 78]!).fg).toBe('cyan');
  });

  test.each<[Partial<BenchProgress>, string]>([
    [{ activity: 'running' }, 'waking the disk'],
    [{ activity: 'waiting' }, 'waits for its turn'],
    [
      { activity: 'running', part: { kind: 'random', blockBytes: 4096, depth: 32 } },
      'random reads of 4 KiB x 32',
    ],
    [
      { activity: 'running', part: { kind: 'fullStroke', blockBytes: 512, depth: 1 } },
      'access time, full stroke',
    ],
  ])('%o: %s', (state, words) => {
    const bench = new FakeBench();
    bench.state = state;
    expect(shootCurve([bench]).rows()[1]).toBe(` ${words}`);
  });

  test.each<[Partial<BenchProgress>, string]>([
    [{ activity: 'stopping' }, 'stopping'],
    [{ trouble: 'it left\u001b[2J\u202e' }, 'it left?[2J?'],
    [{ failedReads: 1 }, '1 read failed: others are tried'],
  ])('what is the matter stands on a line of its own: %o', (state, words) => {
    const bench = new FakeBench().reading(3);
    bench.state = { ...bench.state, ...state };
    expect(shootCurve([bench]).rows()[3]).toBe(` ${words}`);
  });

  test('of which nothing is known yet has no speeds at its axis', () => {
    const rows = shootCurve([new FakeBench()]).rows();
    expect(rows.slice(4, 14).join('')).not.toMatch(/B\/s|█|x/);
  });

  test.each([
    [1e3, ' 1000 B/s'],
    [732e9, '800 GB/s'],
  ])('of %d bytes a second has an axis that fits', (speed, top) => {
    const bench = new FakeBench();
    bench.state = { activity: 'running', zones: [aZone(0, speed)], zonesDone: 1, zonesPlanned: 1 };
    expect(shootCurve([bench]).rows()[4]!.slice(0, 10)).toContain(top);
  });

  test('a tiny disk has an axis in bytes', () => {
    const bench = new FakeBench({ sectors: 1 }).reading(0);
    bench.state = { ...bench.state, zones: [aZone(0, 8e6)], zonesDone: 1, zonesPlanned: 1 };
    expect(shootCurve([bench]).rows()[15]).toMatch(/^ {11}0 .*100 B .*500 B/);
  });

  test('hostile names steer nothing', () => {
    const device = { path: '/dev/\u001b[2Jx', model: 'é\u0301\u202e漢'.repeat(40), serial: '\n' };
    for (const row of shootCurve([new FakeBench(device).ended()]).rows()) {
      expect(row).not.toMatch(/[\u0000-\u001f\u202e]/);
      expect([...row].length).toBeLessThanOrEqual(80);
    }
  });
});
