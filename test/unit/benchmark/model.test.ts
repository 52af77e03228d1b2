// What a benchmark says of disks whose speeds and times are known.

import { describe, expect, test } from 'vitest';
import { partWords } from '../../../src/benchmark/part-words.ts';
import { planBench } from '../../../src/benchmark/plan.ts';
import { type BenchResult, inspectTarget } from '../../../src/index.ts';
import { benchSim, waysOf } from './bench-sim.ts';

const LEFT_OUT = 'the time was up before: ';

/** Without what differs from run to run. */
const figures = ({ started, elapsedSeconds, ...rest }: BenchResult) => rest;

describe('a simulated hard disk', () => {
  test('falls from its outer zone to its inner one, without a gap', async () => {
    const { sequential, complete } = await benchSim('kind=hdd');
    expect(complete).toBe(true);
    const { zones, minBytesPerSecond, meanBytesPerSecond, maxBytesPerSecond } = sequential!;
    expect(zones).toHaveLength(100);
    // The model's outer and inner zone, track switches and jitter taken off.
    expect(zones[0]!.bytesPerSecond).toBeGreaterThan(190e6);
    expect(zones[0]!.bytesPerSecond).toBeLessThan(226e6);
    expect(zones[99]!.bytesPerSecond).toBeGreaterThan(95e6);
    expect(zones[99]!.bytesPerSecond).toBeLessThan(119e6);
    for (const [i, zone] of zones.entries()) {
      expect(zone.index).toBe(i);
      expect(zone.firstLba).toBeCloseTo((i * (1_953_125_000 - 2 ** 18)) / 99, -4);
      // The zone reads long enough, at its speed for its time.
      expect(zone.lastLba - zone.firstLba).toBeGreaterThan(25e6 / 512);
    }
    // A head that is aligned anew takes a tenth of a zone's time, now and then.
    const tenths = Array.from({ length: 10 }, (_, i) => zones.slice(10 * i, 10 * i + 10));
    const means = tenths.map((ten) => ten.reduce((sum, zone) => sum + zone.bytesPerSecond, 0) / 10);
    for (const [i, mean] of means.slice(1).entries()) expect(mean).toBeLessThan(means[i]!);
    expect(minBytesPerSecond).toBeLessThan(meanBytesPerSecond);
    expect(meanBytesPerSecond).toBeLessThan(maxBytesPerSecond);
    expect(meanBytesPerSecond / 1e6).toBeCloseTo(153, -1);
  });

  test('is read at random as its seeks and its rotation allow', async () => {
    const { random } = await benchSim('kind=hdd');
    expect(random).toHaveLength(6);
    const [least] = random;
    // 8 ms of seek on average, half a revolution of 8.33 ms, and no time for the sector.
    expect(least!.latencyUs.mean / 1000).toBeGreaterThan(11);
    expect(least!.latencyUs.mean / 1000).toBeLessThan(13);
    for (const { iops, depth, blockBytes, bytesPerSecond, latencyUs, standardError } of random) {
      if (depth === 1) expect(iops).toBeCloseTo(1e6 / latencyUs.mean, 3);
      expect(bytesPerSecond).toBeCloseTo(iops * blockBytes, 3);
      expect(latencyUs.p50).toBeLessThan(latencyUs.p99);
      expect(standardError).toBeGreaterThan(0.005);
      expect(standardError).toBeLessThan(0.05);
    }
  });

  test('gains by what waits, as it serves the nearest first', async () => {
    const { random } = await benchSim('kind=hdd');
    const [, one, , , four, many] = random;
    expect([one!.depth, four!.depth, many!.depth]).toEqual([1, 4, 32]);
    // As disks with NCQ do.
    expect(four!.iops / one!.iops).toBeGreaterThan(1.3);
    expect(four!.iops / one!.iops).toBeLessThan(1.7);
    expect(many!.iops / one!.iops).toBeGreaterThan(2);
    expect(many!.iops / one!.iops).toBeLessThan(2.6);
    // So many reads, each so long, in a second.
    expect((many!.iops * many!.latencyUs.mean) / 1e6).toBeGreaterThan(30);
    expect((many!.iops * many!.latencyUs.mean) / 1e6).toBeLessThan(34);
    expect(many!.latencyUs.max).toBeLessThan(1e6);
  });

  test('takes longer the further the head goes', async () => {
    const { accessUs, random, burstBytesPerSecond } = await benchSim('kind=hdd');
    const { adjacent, average, fullStroke } = accessUs!;
    expect(average).toBe(random[0]!.latencyUs.p50);
    // Settling and half a revolution; and 16 ms from end to end.
    expect(adjacent / 1000).toBeCloseTo(0.6 + 4.2, 0);
    expect(fullStroke / 1000).toBeCloseTo(16 + 4.2, -0.5);
    expect(adjacent).toBeLessThan(average * 0.6);
    expect(average).toBeLessThan(fullStroke * 0.8);
    // The interface, and the time of a command.
    expect(burstBytesPerSecond! / 1e6).toBeGreaterThan(400);
    expect(burstBytesPerSecond! / 1e6).toBeLessThan(540);
  });

  test('gives the same figures for the same seed, and like ones for another', async () => {
    const [one, again, other] = [
      await benchSim('kind=hdd', { seconds: 10 }),
      await benchSim('kind=hdd', { seconds: 10 }),
      await benchSim('kind=hdd', { seconds: 10, seed: 2 }),
    ];
    expect(figures(again)).toEqual(figures(one));
    expect(other.sequential).toEqual(one.sequential);
    for (const [i, { iops, standardError }] of one.random.entries()) {
      const elsewhere = other.random[i]!;
      expect(elsewhere.iops).not.toBe(iops);
      const apart = Math.abs(elsewhere.iops / iops - 1);
      expect(apart).toBeLessThan(4 * Math.hypot(standardError, elsewhere.standardError));
    }
  });
});

describe('a simulated solid-state disk', () => {
  test('is equally fast everywhere, has no ways of a head, and no burst', async () => {
    const { sequential, random, accessUs, burstBytesPerSecond } = await benchSim('kind=ssd');
    const { minBytesPerSecond, maxBytesPerSecond } = sequential!;
    expect(maxBytesPerSecond / minBytesPerSecond).toBeLessThan(1.02);
    expect([accessUs, burstBytesPerSecond]).toEqual([null, null]);
    // 60 to 90 µs, and 2 GB/s.
    expect(random[0]!.iops / 1000).toBeCloseTo(13.2, 0);
    expect(random[3]!.bytesPerSecond / 1e9).toBeCloseTo(1.7, 1);
    // Eight channels.
    expect(random[4]!.iops / random[1]!.iops).toBeGreaterThan(2.5);
    expect(random[5]!.iops / random[1]!.iops).toBeGreaterThan(5);
    expect(random[5]!.iops / random[1]!.iops).toBeLessThan(8);
  });
});

describe('what is measured', () => {
  const [few, deep] = [
    ['512x1', '4096x1', '65536x1'],
    ['4096x4', '4096x32'],
  ];
  const cases: readonly [string, string[], string[]][] = [
    ['kind=hdd', [...few, '1048576x1', ...deep], []],
    ['kind=ssd,sector=4096', ['4096x1', '65536x1', '1048576x1', ...deep], []],
    ['sector=65536', ['65536x1', '1048576x1'], []],
    ['size=1s', ['512x1'], ['no access times', 'larger than the disk', 'no burst rate']],
    ['size=1s,sector=4096', ['4096x1', ...deep], ['no access', 'larger', 'no burst']],
    ['size=8s', ['512x1', '4096x1', ...deep], ['no access', 'larger', 'no burst']],
    ['size=1s,sector=65536', ['65536x1'], ['no access', 'larger', 'no burst']],
    ['size=1000s', [...few, ...deep], ['no access', 'larger']],
    ['size=1MiB', [...few, '1048576x1', ...deep], ['no access']],
    ['size=8192TiB', [...few, '1048576x1', ...deep], []],
  ];
  test.each(cases)('of %s', async (spec, ways, notes) => {
    const result = await benchSim(spec, { seconds: 2 });
    expect(waysOf(result)).toEqual(ways);
    expect(result.complete).toBe(true);
    expect(result.sequential!.zones.length).toBe(result.sequential!.zonesPlanned);
    expect(result.notes).toHaveLength(notes.length);
    for (const [i, note] of notes.entries()) expect(result.notes[i]).toContain(note);
    const { sectors } = result.device;
    for (const { firstLba: from, lastLba: to } of result.sequential!.zones) {
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThan(sectors);
    }
  });

  test('of a disk whose clock is the wall’s: what it has time for; what it has not is said', async () => {
    const target = await inspectTarget('sim:kind=null');
    const result = await benchSim('kind=null', { seconds: 2 });
    expect(result.complete).toBe(true);
    const said = result.notes.find((note) => note.startsWith(LEFT_OUT)) ?? LEFT_OUT;
    const leftOut = said.slice(LEFT_OUT.length).split(', ');
    const { parts } = planBench(target, { seconds: 2 });
    const measured = parts.filter((part) => !leftOut.includes(partWords(part)));
    expect(waysOf(result)).toEqual(
      measured.flatMap(({ kind, blockBytes, depth }) =>
        kind === 'random' ? [`${blockBytes}x${depth}`] : [],
      ),
    );
    expect(result.burstBytesPerSecond !== null).toBe(measured.some(({ kind }) => kind === 'burst'));
    const { zones, zonesPlanned } = result.sequential!;
    const missed = /the time was up before (\d+) of 10 zones/.exec(result.notes.join())?.[1] ?? 0;
    expect([zonesPlanned, zones.length + Number(missed)]).toEqual([10, 10]);
  });

  test.each([
    ['kind=hdd', 5],
    ['kind=hdd', 120],
    ['kind=ssd,size=20GB', 10],
    ['kind=hdd,size=64MiB', 10],
    ['kind=hdd,size=1MiB', 1],
    ['kind=hdd,size=24TB,sector=4096', 60],
  ])('of %s in %d s: from its first sector to its last ones', async (spec, seconds) => {
    const { sequential, device } = await benchSim(spec, { seconds });
    const { zones } = sequential!;
    expect(zones[0]!.firstLba).toBe(0);
    const restBytes = (device.sectors - 1 - zones.at(-1)!.lastLba) * device.logicalBytes;
    expect(restBytes).toBeLessThan(128 * 2 ** 20);
    for (const [i, { firstLba: from }] of zones.slice(1).entries()) {
      expect(from).toBeGreaterThan(zones[i]!.lastLba);
      const step = (zones.at(-1)!.firstLba - zones[0]!.firstLba) / (zones.length - 1);
      expect((from - zones[i]!.firstLba) / step).toBeCloseTo(1, 1);
    }
  });

  test.each([
    [1, 10],
    [12, 20],
    [60, 100],
    [600, 100],
  ])('in %d s: %d zones', async (seconds, zones) => {
    const { sequential } = await benchSim('kind=hdd', { seconds });
    expect(sequential!.zones).toHaveLength(zones);
  });

  test('of a small disk: no zones of less than 32 MiB', async () => {
    const { sequential } = await benchSim('size=100MiB', { seconds: 2 });
    expect(sequential!.zones).toHaveLength(3);
  });
});
