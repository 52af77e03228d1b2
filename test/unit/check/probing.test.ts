// What a check reads, and what it makes of it: simulated disks, whose faults are known.

import { describe, expect, test } from 'vitest';
import { Check } from '../../../src/check/check.ts';
import { inspectTarget } from '../../../src/index.ts';
import { until } from '../../rig/system.ts';
import { probeSim, words } from './probe-sim.ts';

const SIZE = 'size=1000000s';

describe('an accused range', () => {
  test('that reads: all of it, and one request before and after', async () => {
    const probed = await probeSim(SIZE, [[5000, 5255]]);
    expect(probed.coverage).toEqual({ total: 768, good: 768, bad: 0, unread: 0 });
    expect([probed.bad, probed.weak, probed.unread]).toEqual([[], [], []]);
    expect(probed.trouble).toBeNull();
  });

  test('with bad sectors: they are named, with three readings each', async () => {
    const probed = await probeSim(`${SIZE},bad=5100,bad=5200-5202`, [[5000, 5255]]);
    expect(words(probed.bad)).toEqual(['5100-5100 UNC×3', '5200-5202 UNC×3']);
    expect(probed.coverage).toEqual({ total: 768, good: 764, bad: 4, unread: 0 });
    expect(probed.weak).toEqual([]);
  });

  test('is read by whole physical sectors', async () => {
    const probed = await probeSim(`${SIZE},physical=4096,bad=5003`, [[5001, 5001]]);
    expect(words(probed.bad)).toEqual(['5000-5007 UNC×3']);
    expect(probed.coverage.total).toBe(8 + 2 * 256);
  });

  test('beside a bad sector: that is found, too', async () => {
    const probed = await probeSim(`${SIZE},bad=4999,bad=5256,bad=5600`, [[5000, 5255]]);
    expect(words(probed.bad)).toEqual(['4999-4999 UNC×3', '5256-5256 UNC×3']);
  });

  test('at the ends of the disk', async () => {
    const probed = await probeSim('size=1000s,bad=0,bad=999', [
      [0, 0],
      [999, 999],
    ]);
    expect(words(probed.bad)).toEqual(['0-0 UNC×3', '999-999 UNC×3']);
    expect(probed.coverage.total).toBe(2 * 257);
  });

  test('longer than what is looked at sector by sector: only failed requests are', async () => {
    const probed = await probeSim(`${SIZE},bad=77777,weak=90000@1`, [[0, 999_999]]);
    expect(words(probed.bad)).toEqual(['77777-77777 UNC×3']);
    expect(words(probed.weak)).toEqual(['89856-90111 UNC?']);
    expect(probed.coverage).toEqual({ total: 1_000_000, good: 999_999, bad: 1, unread: 0 });
    expect(probed.latenciesMs.length).toBeLessThan(600);
  });

  test('several that overlap with their neighbours are each read once', async () => {
    const probed = await probeSim(`${SIZE},bad=1300`, [
      [1000, 1000],
      [1200, 1200],
      [1400, 1500],
    ]);
    expect(words(probed.bad)).toEqual(['1300-1300 UNC×3']);
    expect(probed.coverage.total).toBe(1757 - 744);
  });
});

describe('what reads after it failed', () => {
  test('a request: weak as a whole', async () => {
    const probed = await probeSim(`${SIZE},weak=5100@1`, [[5000, 5255]]);
    expect(words(probed.weak)).toEqual(['5000-5255 UNC?']);
    expect(probed.coverage.bad).toBe(0);
  });

  test('a sector, at its second or third reading alone: weak', async () => {
    const probed = await probeSim(`${SIZE},weak=5100@2,weak=5200@3`, [[5000, 5255]]);
    expect(words(probed.weak)).toEqual(['5100-5100 UNC×1', '5200-5200 UNC×2']);
    expect(probed.bad).toEqual([]);
  });

  test('a sector, at its fourth: bad, unless more readings are asked for', async () => {
    const spec = `${SIZE},weak=5100@4`;
    expect(words((await probeSim(spec, [[5000, 5255]])).bad)).toEqual(['5100-5100 UNC×3']);
    const probed = await probeSim(spec, [[5000, 5255]], { reads: 4 });
    expect([words(probed.bad), words(probed.weak)]).toEqual([[], ['5100-5100 UNC×3']]);
  });

  test('with one reading asked for, what failed in its request and alone is bad', async () => {
    const probed = await probeSim(`${SIZE},weak=5100@2,bad=5200`, [[5000, 5255]], { reads: 1 });
    expect(words(probed.bad)).toEqual(['5100-5100 UNC×1', '5200-5200 UNC×1']);
  });
});

describe('late answers', () => {
  test('late once, in the request: good', async () => {
    const probed = await probeSim(`${SIZE},slow=5100@900*1`, [[5000, 5255]], {
      timeoutSeconds: 0.5,
    });
    expect([probed.bad, probed.weak]).toEqual([[], []]);
    expect(probed.coverage.unread).toBe(0);
  });

  test('late always: bad, and TIME', async () => {
    const probed = await probeSim(`${SIZE},slow=5100@900`, [[5000, 5255]], { timeoutSeconds: 0.5 });
    expect(words(probed.bad)).toEqual(['5100-5100 TIME×3']);
  });

  test('late in the request twice, and never alone: weak', async () => {
    const spec = `${SIZE},slow=5100@900*2`;
    const probed = await probeSim(spec, [[5000, 5255]], { timeoutSeconds: 0.5 });
    expect(words(probed.weak)).toEqual(['5000-5255 TIME?']);
    expect(probed.bad).toEqual([]);
  });

  test('late alone once: heard again, and weak for its request', async () => {
    const spec = `${SIZE},slow=5100@900*3`;
    const probed = await probeSim(spec, [[5000, 5255]], { timeoutSeconds: 0.5 });
    expect(words(probed.weak)).toEqual(['5000-5255 TIME?']);
  });

  test('no answer for as long as a hung disk takes: it is left, and unread', async () => {
    const probed = await probeSim(`${SIZE},hang=5100@700000`, [[5000, 5255]]);
    expect(probed.trouble?.code).toBe('ERR_HUNG');
    expect([probed.bad, probed.weak]).toEqual([[], []]);
    expect(probed.coverage.unread).toBeGreaterThan(0);
  });
});

describe('a disk that leaves', () => {
  for (const reads of [0, 1, 2, 3, 50, 300]) {
    test(`after ${reads} reads: nothing is called bad`, async () => {
      const probed = await probeSim(`${SIZE},gone=${reads}`, [[5000, 5255]]);
      // A request, another, its 256 sectors alone, and a third.
      const hasLeft = reads < 259;
      expect(probed.trouble?.code).toBe(hasLeft ? 'ERR_GONE' : undefined);
      expect([probed.bad, probed.weak]).toEqual([[], []]);
      expect(probed.coverage.unread > 0).toBe(hasLeft);
    });
  }

  test('with errors for everything: unread, not bad', async () => {
    const probed = await probeSim('size=1000s,bad=0-999/IO', [[500, 500]]);
    expect(probed.trouble?.code).toBe('ERR_GONE');
    expect(probed.coverage).toEqual({ total: 513, good: 0, bad: 0, unread: 513 });
  });

  test('a storm of errors in one place of a disk that is there: bad', async () => {
    const probed = await probeSim(`${SIZE},bad=5000-5255/IO`, [[5000, 5255]]);
    expect(probed.trouble).toBeNull();
    expect(words(probed.bad)).toEqual(['5000-5255 IO×3']);
  });

  test('a storm over all that is read, on a disk that reads elsewhere: bad', async () => {
    const probed = await probeSim(`${SIZE},bad=4000-6000/IO`, [[5000, 5255]]);
    expect(probed.trouble).toBeNull();
    expect(words(probed.bad)).toEqual(['4744-5511 IO×3']);
  });
});

test('stopped, it says what it has, and the rest is unread', async () => {
  const target = await inspectTarget('sim:size=100GB,speed=1,bad=5000');
  const check = new Check(target, [{ firstLba: 4000, lastLba: 180_000_000, sources: [] }]);
  const probing = check.run();
  // It is narrowed, and what lies behind is read.
  await until('a bad sector', () => check.progress().badSectors > 0);
  const { doneSectors } = check.progress();
  await until('more', () => check.progress().doneSectors > doneSectors + 1000);
  check.stop();
  const probed = await probing;
  expect(probed.trouble).toBeNull();
  expect(words(probed.bad)).toEqual(['5000-5000 UNC×3']);
  expect(probed.coverage.good).toBeGreaterThan(1000);
  expect(probed.coverage.unread).toBeGreaterThan(1_000_000);
});
