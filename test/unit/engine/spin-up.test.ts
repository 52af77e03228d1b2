// The untimed read that wakes a disk: it is nobody's first reading, but where it fails.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { spinUp } from '../../../src/engine/spin-up.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { Order } from '../../../src/reading/order.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import type { SweepRunner } from '../../../src/reading/sweep-runner.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';
import type { BlockRange } from '../../../src/vocabulary/ranges.ts';
import { failedReading } from './scripted-runner.ts';

let target: InspectedTarget;
beforeEach(async () => {
  const sim = await inspectTarget('sim:size=1000s,kind=hdd');
  target = { ...sim, device: { ...sim.device, kind: 'block' } };
});

/** What is left for the pass, and what was asked of a disk that brings `reading`. */
async function woken(unread: BlockRange[], reading: Partial<Reading> | null, gone = false) {
  const sim = { ...target, device: { ...target.device, kind: 'sim' } } as const;
  const plan = planScan(sim, { from: () => 4, blockSectors: 8 });
  const context: ScanContext = newContext(target, { ...plan, engine: 'pread' }, null);
  const orders: Order[] = [];
  const run: SweepRunner['run'] = vi.fn(async (worker, order, tell) => {
    expect(worker).toBe(context.control.probe);
    orders.push(order);
    if (gone) context.trouble = { code: 'ERR_GONE', errno: null, message: 'left' };
    const { fromLba: from, toLba: to } = order.runs[0]!;
    const failure = failedReading(from, to);
    if (reading !== null) tell({ ...failure, ...reading });
    return { outcome: 'done' as const, run: 0, next: 1 };
  });
  const rest = await spinUp(context, { run } as unknown as SweepRunner, unread);
  const failedBlocks = new Uint32Array(context.failedBlocks)[0];
  return { context, orders, rest, failedBlocks };
}

describe('one that reads', () => {
  test('is read again by the pass: nothing of it counts', async () => {
    const unread = [{ first: 3, end: 9 }];
    const { context, orders, rest, failedBlocks } = await woken(unread, null);
    const runs = [{ fromLba: 24, toLba: 32, first: 0, end: 1 }];
    expect(orders).toEqual([{ runs, unitSectors: 8, phaseLba: 0 }]);
    expect([rest, failedBlocks, context.map[3], context.shares]).toEqual([unread, 0, 0, []]);
  });
});

describe('one that fails', () => {
  test('is the block’s first reading, and one of those that --max-bad counts', async () => {
    const { context, rest, failedBlocks } = await woken([{ first: 3, end: 9 }], {});
    expect(rest).toEqual([{ first: 4, end: 9 }]);
    expect([failedBlocks, context.map[3], context.corrections.UNC]).toEqual([
      1,
      errorOfCode('UNC').byte,
      1,
    ]);
    expect(context.shares).toEqual([{ first: 3, next: 4, end: 4 }]);
    expect(context.findings.failed.items).toEqual([
      { from: 24, to: 32, value: { error: 'UNC', errno: 'ENODATA' } },
    ]);
  });

  test('leaves the other ranges, and nothing of one of one block', async () => {
    const { rest } = await woken(
      [
        { first: 3, end: 4 },
        { first: 7, end: 9 },
      ],
      {},
    );
    expect(rest).toEqual([{ first: 7, end: 9 }]);
  });
});

test('a disk that left meanwhile: its block was in flight', async () => {
  const { context } = await woken([{ first: 3, end: 9 }], null, true);
  expect(context.corrections.GONE).toBe(1);
});

test('images and simulated disks do not sleep, and where nothing is unread nothing is woken', async () => {
  expect((await woken([], null)).orders).toEqual([]);
  for (const kind of ['file', 'sim'] as const) {
    target = { ...target, device: { ...target.device, kind } };
    expect((await woken([{ first: 0, end: 9 }], null)).orders).toEqual([]);
  }
});
