// Speeds on the disk's own clock.

import { beforeEach, describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { bytesPerSecond, SpeedMeter, workOf } from '../../../src/engine/speed.ts';
import { inspectTarget } from '../../../src/index.ts';

let context: ScanContext;
beforeEach(async () => {
  const target = await inspectTarget('sim:size=1000s,kind=ssd');
  context = newContext(target, planScan(target, { blockSectors: 1, jobs: 2 }), null);
});

/** What a worker has read in all, and how long it took. */
function read(worker: number, sectors: number, deviceNs: number): void {
  const { memory, index } = context.control.workers[worker]!;
  const { workerBytes, offsets } = native.layout;
  const longs = new BigUint64Array(memory, index * workerBytes);
  longs[offsets.sectors! / 8] = BigInt(sectors);
  longs[offsets.deviceNs! / 8] = BigInt(deviceNs);
}

describe('the mean', () => {
  test('is of all workers, in the time of the one that read longest', () => {
    read(0, 1000, 2e9);
    read(1, 500, 1e9);
    expect(workOf(context)).toEqual({ sectors: 1500, deviceNs: 2e9 });
    expect(bytesPerSecond(workOf(context), 512)).toBe(384_000);
  });

  test('is of earlier runs, too', () => {
    read(0, 1000, 2e9);
    const previous = { ...context.previous, sectors: 500, deviceNs: 1e9 };
    expect(workOf({ ...context, previous })).toEqual({ sectors: 1500, deviceNs: 3e9 });
  });

  test('of nothing is nothing; and a whole number', () => {
    expect(bytesPerSecond({ sectors: 0, deviceNs: 0 }, 512)).toBe(0);
    expect(bytesPerSecond({ sectors: 2, deviceNs: 3e9 }, 512)).toBe(341);
    expect(bytesPerSecond({ sectors: 1, deviceNs: 3e9 }, 512)).toBe(171);
  });
});

describe('now', () => {
  test('is nothing before two samples, and where no time went by', () => {
    const meter = new SpeedMeter(context);
    expect(meter.bytesPerSecond).toBe(0);
    meter.sample();
    expect(meter.bytesPerSecond).toBe(0);
    meter.sample();
    expect(meter.bytesPerSecond).toBe(0);
  });

  test('is what was read since the oldest of eight samples', () => {
    const meter = new SpeedMeter(context);
    // A second a sample: fast at first, then 100 sectors each.
    for (let i = 0; i < 20; i++) {
      read(0, i < 10 ? i * 10_000 : 90_000 + (i - 9) * 100, i * 1e9);
      meter.sample();
    }
    expect(meter.bytesPerSecond).toBe(51_200);
  });

  test('is in the time of the worker that read longest meanwhile', () => {
    const meter = new SpeedMeter(context);
    read(0, 0, 10e9);
    meter.sample();
    read(0, 100, 11e9);
    read(1, 100, 4e9);
    meter.sample();
    expect(meter.bytesPerSecond).toBe((200 * 512) / 4);
  });
});
