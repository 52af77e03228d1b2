import { describe, expect, it } from 'vitest';
import { Disturbance } from '../../../src/engine/disturbance.ts';
import { Bench, SLACK } from './counted-disk.ts';

describe('foreign use of a disk', () => {
  it('that was none is not told', () => {
    const bench = new Bench();
    for (let second = 0; second < 100; second++) bench.second();
    expect(bench.entries).toEqual([]);
  });

  it('is told with what was read in the same second', () => {
    const bench = new Bench();
    bench.second();
    bench.second(5000);
    bench.second();
    bench.second(800);
    bench.second();
    expect(bench.entries).toEqual([
      [1000, 2000, 5000],
      [3000, 4000, 800],
    ]);
  });

  it('that lasts is one entry with the sum', () => {
    const bench = new Bench();
    bench.second();
    for (let second = 0; second < 60; second++) bench.second(10_000);
    bench.second();
    expect(bench.entries).toEqual([[1000, 61_000, 600_000]]);
  });

  it('up to the slack is noise, and no sector more', () => {
    const bench = new Bench();
    bench.second(SLACK);
    expect(bench.entries).toEqual([]);
    const beyond = new Bench();
    beyond.second(SLACK + 1);
    expect(beyond.entries).toEqual([[0, 1000, SLACK + 1]]);
  });

  it('that is little adds up until it is surely some, and is told from where it began', () => {
    const bench = new Bench();
    for (let second = 0; second < 5; second++) bench.second();
    for (let second = 0; second < 5; second++) bench.second(100);
    expect(bench.entries).toEqual([]);
    bench.second(100);
    expect(bench.entries).toEqual([[5000, 11_000, 600]]);
  });

  it('is not said of what was read before the second that is sure', () => {
    const bench = new Bench();
    for (let second = 0; second < 5; second++) bench.second(100);
    bench.second(4000);
    expect(bench.entries).toEqual([[5000, 6000, 4000]]);
  });

  it('in a pause disturbs nobody', () => {
    const bench = new Bench();
    bench.second(100);
    for (let second = 0; second < 10; second++) {
      bench.kernelRead += 300;
      bench.feed({ ranges: [] });
    }
    bench.kernelRead += 100_000;
    bench.feed({ ranges: [] });
    bench.second();
    expect(bench.entries).toEqual([]);
    bench.second(600);
    expect(bench.entries).toEqual([[2000, 3000, 600]]);
  });

  it('disturbs a read that is out', () => {
    const bench = new Bench();
    bench.second();
    for (let second = 0; second < 3; second++) {
      bench.kernelRead += 2000;
      bench.feed({ ranges: [{ from: 1000, to: 1256 }] });
    }
    expect(bench.entries).toEqual([[1000, 1256, 6000]]);
  });

  it('by writing counts too, unless the writes may be ours', () => {
    for (const writesAreOurs of [false, true]) {
      const bench = new Bench({ writesAreOurs });
      bench.kernelWritten += 4000;
      bench.second();
      expect(bench.entries).toEqual(writesAreOurs ? [] : [[0, 1000, 4000]]);
      bench.second(4000);
      expect(bench.entries.at(-1)![1]).toBe(2000);
    }
  });

  it('is counted in the target’s sectors', () => {
    const disturbance = new Disturbance({ logicalBytes: 4096, writesAreOurs: false });
    const feed = { oursBefore: 0, oursAfter: 0, slackSectors: 64, ranges: [] };
    const activity = { readSectors512: 0, writtenSectors512: 0 };
    disturbance.feed({ ...feed, activity });
    // 100 sectors of ours, 300 of others, 8 times 512 bytes each.
    disturbance.feed({
      ...feed,
      activity: { ...activity, readSectors512: 8 * 400 },
      oursBefore: 100,
      oursAfter: 100,
      ranges: [{ from: 0, to: 100 }],
    });
    expect(disturbance.entries()).toEqual([{ from: 0, to: 100, foreignSectors: 300 }]);
  });

  it('is shared out among what several workers read, each with some', () => {
    const bench = new Bench();
    const ranges = [
      { from: 0, to: 400 },
      { from: 90_000, to: 90_100 },
      { from: 50_000, to: 50_500 },
    ];
    bench.second(1000, 0, { ranges });
    expect(bench.entries).toEqual([
      [0, 400, 400],
      [50_000, 50_500, 500],
      [90_000, 90_100, 100],
    ]);
    const single = { from: 70_000, to: 70_001 };
    bench.second(800, 0, { ranges: [{ from: 60_000, to: 65_000 }, single] });
    expect(bench.entries.slice(2, 4)).toEqual([
      [60_000, 65_000, 800],
      [70_000, 70_001, 1],
    ]);
  });
});
