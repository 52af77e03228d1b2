// Benchmarks in words, as people see them.

import { describe, expect, test } from 'vitest';
import { sequentialResult } from '../../../src/benchmark/result.ts';
import { type BenchEntry, benchText, SurfscanError } from '../../../src/index.ts';
import { aBench, aZone, falling } from './a-bench.ts';

const text = (...entries: BenchEntry[]) => `\n${benchText(entries)}`;
const way = { blockBytes: 2 ** 20, depth: 4, engine: 'io_uring' as const };

describe('one disk', () => {
  test('its curve, its random reads with their spread, its ways', () => {
    expect(text(aBench())).toBe(`
/dev/sdb · ST1000DM003 · Z1D0AAAA · 1.00 TB
  1:00, seed 1
  sequential, 1 MiB, 100 zones: mean 151 MB/s ±0.1 %
    fastest 200 MB/s, slowest 101 MB/s
    ███████████████████▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅
    0                                                                  1.00 TB
  random reads  a second              speed   median      p99    p99.9      max
    512 B           84.5  ±1.8 %  43.2 kB/s  11.8 ms  23.7 ms  29.6 ms  35.5 ms
    4 KiB           83.2  ±1.8 %   341 kB/s  12.0 ms  24.0 ms  30.1 ms  36.1 ms
    64 KiB          81.3  ±1.8 %  5.33 MB/s  12.3 ms  24.6 ms  30.8 ms  36.9 ms
    1 MiB           51.3  ±1.8 %  53.8 MB/s  19.5 ms  39.0 ms  48.8 ms  58.5 ms
    4 KiB x 4        129  ±1.8 %   529 kB/s  31.0 ms  62.0 ms  77.5 ms  93.0 ms
    4 KiB x 32       183  ±1.8 %   749 kB/s   175 ms   350 ms   438 ms   525 ms
  access, medians: adjacent 4.87 ms, average 11.8 ms, full stroke 19.5 ms
  burst, the same 128 KiB again and again: 419 MB/s
  ± is the standard error of the mean: what differs by less is the same.
`);
  });

  test('with a gap in its curve, notes, and why it ended', () => {
    const zones = [aZone(0, 4e8), aZone(1, 2e8), aZone(3, 1e8)];
    const bench = aBench({
      sequential: sequentialResult(zones, way, 4),
      random: [],
      accessUs: null,
      burstBytesPerSecond: null,
      notes: ['1 of 4 zones could not be read', 'a\u001b[2Jnote'],
      trouble: { code: 'ERR_GONE', errno: null, message: 'it\nleft' },
    });
    expect(text(bench)).toBe(`
/dev/sdb · ST1000DM003 · Z1D0AAAA · 1.00 TB
  1:00, seed 1
  sequential, 1 MiB x 4, 3 zones: mean 233 MB/s ±0.7 %
    fastest 400 MB/s, slowest 100 MB/s
    ███████████████████▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅                   ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
    0                                                                  1.00 TB
  note: 1 of 4 zones could not be read
  note: a?[2Jnote
  INCOMPLETE: it?left
`);
  });

  test('of which nothing was measured', () => {
    const bench = aBench({
      ...{ sequential: null, random: [], accessUs: null, burstBytesPerSecond: null },
    });
    expect(text(bench)).toContain('\n  sequential: no zone was measured\n');
  });

  test.each([
    ['sim', true, '60 s on its own clock, seed 1'],
    ['sim', false, '60 s on its own clock, seed 1'],
    // kind=null has the machine's.
    ['sim', null, '1:00, seed 1'],
    ['block', true, '1:00, seed 1'],
  ] as const)('%s, rotational %s: what it took is %s', (kind, rotational, time) => {
    const bench = aBench();
    const device = { ...bench.device, kind, rotational };
    expect(text({ ...bench, device }).split('\n')[2]).toBe(`  ${time}`);
  });

  test('is as wide as a terminal of 80 columns', () => {
    for (const line of text(aBench()).split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  test('that was not read', () => {
    const error = new SurfscanError('ERR_ACCESS', 'no\u202e access');
    expect(text({ device: aBench().device, error })).toBe('\n/dev/sdb: no? access\n');
  });
});

describe('several disks', () => {
  const named = (path: string, changes = {}) =>
    aBench({ ...changes, device: { ...aBench().device, path } });
  const ssd = named('/dev/disk/by-id/nvme-Samsung_SSD_970', {
    sequential: sequentialResult(falling(10), way, 10),
    random: aBench().random.slice(1, 3),
    accessUs: null,
    burstBytesPerSecond: null,
    notes: ['a note'],
  });

  test('side by side', () => {
    expect(text(named('/dev/sda'), ssd)).toBe(`
                    /dev/sda            …me-Samsung_SSD_970
                    ST1000DM003         ST1000DM003
                    1.00 TB             1.00 TB
sequential  mean    151 MB/s ±0.1 %     155 MB/s ±0.3 %
  fastest           200 MB/s            200 MB/s
  slowest           101 MB/s            110 MB/s
  first to last LBA █████▇▇▇▇▆▆▆▆▆▅▅▅▅  ██████▇▇▇▇▇▆▆▆▆▅▅▅
random reads
  512 B             84.5/s ±1.8 %       -
    median          11.8 ms             -
    p99             23.7 ms             -
  4 KiB             83.2/s ±1.8 %       83.2/s ±1.8 %
    median          12.0 ms             12.0 ms
    p99             24.0 ms             24.0 ms
  64 KiB            81.3/s ±1.8 %       81.3/s ±1.8 %
    median          12.3 ms             12.3 ms
    p99             24.6 ms             24.6 ms
  1 MiB             51.3/s ±1.8 %       -
    median          19.5 ms             -
    p99             39.0 ms             -
  4 KiB x 4         129/s ±1.8 %        -
    median          31.0 ms             -
    p99             62.0 ms             -
  4 KiB x 32        183/s ±1.8 %        -
    median          175 ms              -
    p99             350 ms              -
access  adjacent    4.87 ms             -
  average           11.8 ms             -
  full stroke       19.5 ms             -
burst               419 MB/s            -
  ± is the standard error of the mean: what differs by less is the same.

/dev/disk/by-id/nvme-Samsung_SSD_970:
  note: a note
`);
  });

  test('as many as 80 columns hold, then the others below', () => {
    const all = ['/dev/sda', '/dev/sdb', '/dev/sdc', '/dev/sdd'].map((path) => named(path));
    const lines = text(...all).split('\n');
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80);
    const heads = lines.filter((line) => line.includes('/dev/'));
    expect(heads.map((line) => line.trim().split(/ +/))).toEqual([
      ['/dev/sda', '/dev/sdb', '/dev/sdc'],
      ['/dev/sdd'],
    ]);
  });

  test('one of which was not read', () => {
    const error = new SurfscanError('ERR_DEFECT', 'a defect');
    const said = text(named('/dev/sda'), { device: ssd.device, error });
    expect(said).toContain('/dev/sda · ');
    expect(said).toMatch(/970: a defect\n$/);
  });
});
