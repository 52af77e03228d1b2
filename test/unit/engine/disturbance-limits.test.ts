// Foreign use: what the counters do not say, and whatever the timing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Disturbance } from '../../../src/engine/disturbance.ts';
import { SEED } from '../../property/seed.ts';
import { Bench, SLACK } from './counted-disk.ts';

describe('what the counters do not say', () => {
  it('reads that failed and were not counted hide nothing that comes later', () => {
    const bench = new Bench();
    bench.second();
    bench.second(0, 1000);
    bench.second(0, 1000);
    bench.second(700);
    expect(bench.entries).toEqual([[3000, 4000, 700]]);
  });

  it('a sample that is missing: the next one counts for both', () => {
    const bench = new Bench();
    bench.second();
    bench.second(5000, 0, { activity: null });
    bench.second();
    expect(bench.entries).toEqual([[1000, 3000, 5000]]);
  });

  it('no sample at all is no entry, and no memory without bound', () => {
    const bench = new Bench();
    for (let second = 0; second < 5000; second++) {
      bench.second(5000, 0, {
        activity: null,
        ranges: [{ from: second * 99, to: second * 99 + 1 }],
      });
    }
    expect(bench.entries).toEqual([]);
    bench.second();
    expect(bench.entries.length).toBeLessThanOrEqual(1000);
  });

  it('what was read while the sample was taken is no foreign use', () => {
    const bench = new Bench();
    for (let second = 0; second < 20; second++) {
      // A long look: 30,000 sectors of ours between its ends, at any moment of which it may be taken.
      const from = bench.lba;
      const [oursBefore, oursAfter] = [from + 1000, from + 31_000];
      bench.lba = oursAfter;
      bench.kernelRead += 31_000;
      const sampled = bench.kernelRead - (second % 3) * 15_000;
      bench.feed({
        activity: { readSectors512: sampled, writtenSectors512: 9_000 },
        oursBefore,
        oursAfter,
        ranges: [{ from, to: oursAfter }],
      });
    }
    expect(bench.entries).toEqual([]);
  });

  it('entries of an earlier run are kept, and grow', () => {
    const entries = [
      { from: 5000, to: 6000, foreignSectors: 70 },
      { from: 0, to: 1000, foreignSectors: 900 },
    ];
    const bench = new Bench({ entries });
    bench.second();
    bench.second(2000);
    expect(bench.entries).toEqual([
      [0, 2000, 2900],
      [5000, 6000, 70],
    ]);
  });

  it('at most 10,000 entries, then coarser ones, and no sector of them is lost', () => {
    const bench = new Bench();
    for (let second = 0; second < 12_000; second++) {
      const from = second * 5000;
      bench.second(600, 0, { ranges: [{ from, to: from + 100 }] });
    }
    expect(bench.entries.length).toBeLessThanOrEqual(10_000);
    expect(bench.entries.length).toBeGreaterThan(5000);
    expect(bench.entries.reduce((sum, [, , foreign]) => sum + foreign!, 0)).toBe(12_000 * 600);
  });
});

/** What a machine does between two samples; sectors of 512 bytes. */
interface Turn {
  ours: number;
  /** Of those in flight: counted by the kernel before we count it. */
  early: number;
  /** Ours while the look takes its time, and when in it the sample was, in thousandths. */
  whileLooking: number;
  sampledAt: number;
  /** Of ours: failed, and not counted by the kernel. */
  uncounted: number;
  others: number;
}

const EVEN: Turn = {
  ours: 1000,
  early: 0,
  whileLooking: 0,
  sampledAt: 0,
  uncounted: 0,
  others: 0,
};

const turn: fc.Arbitrary<Turn> = fc.record({
  ours: fc.nat(5000),
  early: fc.nat(SLACK),
  whileLooking: fc.nat(3000),
  sampledAt: fc.nat(1000),
  uncounted: fc.oneof(fc.constant(0), fc.nat(5000)),
  others: fc.oneof(fc.constant(0), fc.nat(200), fc.nat(20_000)),
});

function play(turns: readonly Turn[]) {
  const disturbance = new Disturbance({ logicalBytes: 512, writesAreOurs: true });
  const activity = { readSectors512: 1e9, writtenSectors512: 0 };
  disturbance.feed({ activity, oursBefore: 0, oursAfter: 0, slackSectors: SLACK, ranges: [] });
  let [ours, others, uncounted] = [0, 0, 0];
  for (const each of turns) {
    const from = ours;
    const oursBefore = ours + each.ours + 1;
    ours = oursBefore + each.whileLooking;
    const sampled = oursBefore + Math.floor((each.whileLooking * each.sampledAt) / 1000);
    others += each.others;
    uncounted += each.uncounted;
    disturbance.feed({
      activity: {
        readSectors512: 1e9 + sampled + each.early - uncounted + others,
        writtenSectors512: 0,
      },
      oursBefore,
      oursAfter: ours,
      slackSectors: SLACK,
      ranges: [{ from, to: ours }],
    });
  }
  const told = disturbance.entries().reduce((sum, entry) => sum + entry.foreignSectors, 0);
  return { told, others };
}

describe('whatever the timing', () => {
  const turns = fc.array(turn, { maxLength: 60 });

  it('a disk that we have for ourselves gives no entry', () => {
    fc.assert(
      fc.property(turns, (list) => {
        expect(play(list.map((each) => ({ ...each, others: 0 }))).told).toBe(0);
      }),
      { seed: SEED },
    );
  });

  it('what is told is what others read, within the noise of each telling', () => {
    const noise = SLACK + 3000;
    fc.assert(
      fc.property(turns, (list) => {
        const { told, others } = play(list.map((each) => ({ ...each, uncounted: 0 })));
        expect(Math.abs(told - others)).toBeLessThanOrEqual(noise * (list.length + 1));
      }),
      { seed: SEED },
    );
  });

  it('little use for a long time is told, whatever the noise', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: 1, max: 400 }), (list, each) => {
        const quiet = Array.from({ length: 600 }, (_, index) => list[index % list.length]);
        const steady = quiet.map((turn) => ({ ...EVEN, ...turn, others: each, uncounted: 0 }));
        const { told, others } = play(steady);
        if (others > 4 * (SLACK + 3000)) expect(told).toBeGreaterThan(0);
      }),
      { seed: SEED },
    );
  });
});
