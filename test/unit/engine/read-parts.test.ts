// What an estimate is made of: which parts of the disk are read and left, and how its speed falls.

import { describe, expect, test } from 'vitest';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan, type ScanOptions } from '../../../src/engine/options.ts';
import { fallOf, partsOf } from '../../../src/engine/read-parts.ts';
import { inspectTarget } from '../../../src/index.ts';

async function contextOf(disk: string, options: ScanOptions = {}): Promise<ScanContext> {
  const target = await inspectTarget(disk);
  return newContext(target, planScan(target, options), null);
}

describe('of the disk', () => {
  /** 96 blocks of 8 sectors, an eighth of the disk before and behind them. */
  const aContext = () =>
    contextOf('sim:size=1024s', { from: () => 128, to: () => 895, blockSectors: 8 });

  test('nothing is read, and the range is left', async () => {
    expect(partsOf(await aContext())).toEqual({ read: [], left: [{ from: 0.125, to: 0.875 }] });
  });

  test('parts are read by several workers, and what lies between them is left', async () => {
    const context = await aContext();
    context.shares.push({ first: 48, next: 64, end: 96 }, { first: 0, next: 16, end: 48 });
    expect(partsOf(context)).toEqual({
      read: [
        { from: 0.125, to: 0.25 },
        { from: 0.5, to: 0.625 },
      ],
      left: [
        { from: 0.125, to: 0.125 },
        { from: 0.25, to: 0.5 },
        { from: 0.625, to: 0.875 },
      ],
    });
  });

  test('all is read up to a last block that is short', async () => {
    const context = await contextOf('sim:size=1024s', { to: () => 251, blockSectors: 8 });
    context.shares.push({ first: 0, next: 32, end: 32 });
    const { read, left } = partsOf(context);
    expect(read).toEqual([{ from: 0, to: 252 / 1024 }]);
    expect(left.every(({ from, to }) => from === to)).toBe(true);
  });
});

describe('the speed falls', () => {
  test.each([
    ['speed=1', {}, 0.75],
    ['speed=25', {}, 0.75],
    ['speed=max', {}, 0],
    ['speed=1,kind=ssd', {}, 0],
    ['speed=1', { bytesPerSecond: 1e6 }, 0],
  ])('%s %o', async (disk, options, fall) => {
    expect(fallOf(await contextOf(`sim:size=1024s,${disk}`, options))).toBe(fall);
  });
});
