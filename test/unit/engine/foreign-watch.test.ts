// What is told of the disk's use while it is scanned: whose sectors, of which blocks, how surely.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { Disturbance, type DisturbanceFeed } from '../../../src/engine/disturbance.ts';
import { ForeignWatch } from '../../../src/engine/foreign-watch.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';

const opened = vi.hoisted(() => ({ activity: null as unknown }));
vi.mock('../../../src/disks/activity.ts', () => ({ openActivity: async () => opened.activity }));

const SAMPLE = { readSectors512: 1000, writtenSectors512: 0 };
const feeds: DisturbanceFeed[] = [];
let context: ScanContext;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  feeds.length = 0;
  vi.spyOn(Disturbance.prototype, 'feed').mockImplementation((feed) => {
    feeds.push(feed);
  });
  opened.activity = { writesAreOurs: false, sample: async () => SAMPLE };
  const target = await inspectTarget('sim:size=10000s,kind=ssd');
  const range = { from: () => 100, to: () => 899, blockSectors: 8, jobs: 2 };
  const planned = newContext(target, planScan(target, range), null);
  context = { ...planned, plan: { ...planned.plan, depth: 16 } };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function set(worker: number, field: 'sectors' | 'inFlightLba' | 'inFlightSinceNs', value: number) {
  const { control } = context;
  const { memory, index } = [...control.workers, control.probe][worker]!;
  const { workerBytes, offsets } = native.layout;
  new BigUint64Array(memory, index * workerBytes)[offsets[field]! / 8] = BigInt(value);
}

describe('it is looked', () => {
  test('before anything is read, each second, and at the end', async () => {
    const watch = await ForeignWatch.begin(context, null, []);
    expect(feeds).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3500);
    expect(feeds).toHaveLength(4);
    await watch.end();
    expect(feeds).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(5000);
    expect(feeds).toHaveLength(5);
  });

  test('once at a time', async () => {
    const answers: ((sample: typeof SAMPLE) => void)[] = [];
    const watch = await ForeignWatch.begin(context, null, []);
    opened.activity = Object.assign(opened.activity as object, {
      sample: () => new Promise((resolve) => answers.push(resolve)),
    });
    await vi.advanceTimersByTimeAsync(3000);
    expect([answers.length, feeds.length]).toEqual([1, 1]);
    answers[0]!(SAMPLE);
    await vi.advanceTimersByTimeAsync(0);
    expect(feeds).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(answers).toHaveLength(2);
    void watch.end();
  });

  test('never, where nothing can be: a note says why', async () => {
    opened.activity = { note: 'others are not seen' };
    const watch = await ForeignWatch.begin(context, null, []);
    await vi.advanceTimersByTimeAsync(3000);
    await watch.end();
    expect(feeds).toEqual([]);
    expect(context.notes).toContain('others are not seen');
  });
});

describe('it is told', () => {
  test('what we have read before and after it was asked, of all workers and the probe', async () => {
    set(0, 'sectors', 10);
    set(1, 'sectors', 20);
    set(2, 'sectors', 4);
    opened.activity = {
      writesAreOurs: false,
      sample: async () => {
        set(0, 'sectors', 50);
        return SAMPLE;
      },
    };
    await ForeignWatch.begin(context, null, []);
    expect(feeds[0]).toMatchObject({ activity: SAMPLE, oursBefore: 34, oursAfter: 74 });
  });

  test('how much may be in flight, and a block a worker for what one side alone counts', async () => {
    await ForeignWatch.begin(context, null, []);
    expect(feeds[0]!.slackSectors).toBe(2 * 17 * 8);
  });

  test('what was read since, once, and what is being read', async () => {
    const share = { first: 0, next: 0, end: 101 };
    context.shares.push(share);
    await ForeignWatch.begin(context, null, []);
    share.next = 3;
    set(1, 'inFlightLba', 700);
    set(1, 'inFlightSinceNs', 1);
    await vi.advanceTimersByTimeAsync(1000);
    share.next = 5;
    // Of a presence check, elsewhere on the disk.
    set(1, 'inFlightLba', 900);
    await vi.advanceTimersByTimeAsync(1000);
    set(1, 'inFlightLba', 99);
    await vi.advanceTimersByTimeAsync(1000);
    // The first LBA of the range, and its last.
    set(1, 'inFlightLba', 100);
    await vi.advanceTimersByTimeAsync(1000);
    set(1, 'inFlightLba', 899);
    await vi.advanceTimersByTimeAsync(1000);
    expect(feeds.map(({ ranges }) => ranges)).toEqual([
      [],
      [
        { from: 100, to: 120 },
        { from: 696, to: 704 },
      ],
      [{ from: 120, to: 136 }],
      [],
      [{ from: 100, to: 104 }],
      [{ from: 896, to: 900 }],
    ]);
  });

  test('nothing of what an earlier run has read', async () => {
    context.shares.push({ first: 0, next: 50, end: 50 });
    await ForeignWatch.begin(context, null, []);
    expect(feeds[0]!.ranges).toEqual([]);
  });
});

describe('what the drive itself was asked for is not the system’s to count', () => {
  const site = {
    way: 'nvme_uring',
    path: '/dev/ng0n1',
    number: '243:0',
    address: '',
    unitSerial: '',
    nsid: 1,
    firstLba: 0,
    orders: ['NVMe Read'],
    mostSectors: 256,
  } as const;
  const drive = { isCounted: false } as NonNullable<typeof context.target.drive>;

  const oursOf = async (method: 'read' | 'verify', isCounted: boolean) => {
    const passage = { method, site, mostDepth: 16 };
    const target = { ...context.target, passage, drive: { ...drive, isCounted } };
    context = { ...context, target, plan: { ...context.plan, method } };
    const watch = await ForeignWatch.begin(context, null, []);
    set(0, 'sectors', 4000);
    await watch.end();
    return feeds.at(-1)!.oursAfter;
  };

  test.each([
    ['read', false, 0],
    ['read', true, 4000],
    ['verify', false, 0],
    // Nothing was brought that could be counted.
    ['verify', true, 0],
  ] as const)('%s, %s', async (method, isCounted, ours) => {
    expect(await oursOf(method, isCounted)).toBe(ours);
  });
});
