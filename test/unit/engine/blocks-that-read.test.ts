// Which blocks are read again when it is looked for the disk: good ones, spread over what was read.

import { expect, test } from 'vitest';
import { blocksThatRead } from '../../../src/engine/blocks-that-read.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';

const BLOCKS = 200_000;

/** Of 8 sectors each, from LBA 4 on: the first is short. */
async function aContext(): Promise<ScanContext> {
  const target = await inspectTarget(`sim:size=${8 * BLOCKS}s,kind=ssd`);
  return newContext(target, planScan(target, { from: () => 4, blockSectors: 8 }), null);
}

const share = (first: number, next: number, end = next) => ({ first, next, end });
const firsts = (context: ScanContext) =>
  blocksThatRead(context).map(({ fromLba }) => context.grid.blockOf(fromLba));

test('nothing was read: none', async () => {
  const context = await aContext();
  expect(firsts(context)).toEqual([]);
  context.shares.push(share(0, 0, 100));
  expect(firsts(context)).toEqual([]);
});

test('eight, at the sixteenths of a share; each a run of its one block', async () => {
  const context = await aContext();
  context.map.fill(50);
  context.shares.push(share(1600, 3200, 9000));
  const halves = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 1600 + 100 * i + 50);
  expect(firsts(context)).toEqual(halves);
  expect(blocksThatRead(context)[0]).toEqual({
    fromLba: 1650 * 8,
    toLba: 1651 * 8,
    first: 0,
    end: 1,
  });
});

test('of several shares in turn', async () => {
  const context = await aContext();
  context.map.fill(50);
  context.shares.push(share(0, 1600), share(100_000, 101_600));
  expect(firsts(context)).toEqual([50, 100_150, 250, 100_350, 450, 100_550, 650, 100_750]);
});

test('what failed or is unread is none; the next that read is', async () => {
  const context = await aContext();
  context.map.fill(247, 0, 1600);
  for (const [block, byte] of [
    [70, 1],
    [71, 0],
    [300, 239],
    [301, 240],
  ] as const) {
    context.map[block] = byte;
  }
  context.shares.push(share(0, 1600));
  expect(firsts(context).sort((a, b) => a - b)).toEqual([70, 300]);
});

test('few that read, wherever they lie', async () => {
  const context = await aContext();
  context.map[5] = 50;
  context.map[150_000] = 50;
  context.shares.push(share(0, BLOCKS));
  expect(firsts(context).sort((a, b) => a - b)).toEqual([5, 150_000]);
});

test('near each sixteenth, and else from the beginning on', async () => {
  const context = await aContext();
  const starts = Array.from({ length: 16 }, (_, i) => (i + 0.5) * (BLOCKS / 16));
  context.map.fill(50, 0, 20);
  context.map[starts[7]! + 4095] = 50;
  context.map[starts[9]! + 4096] = 50;
  context.shares.push(share(0, BLOCKS));
  expect(firsts(context)).toEqual([starts[7]! + 4095, 0, 1, 2, 3, 4, 5, 6]);
});

test('with reads in flight also what is beyond the first that is unread; never behind the share', async () => {
  const context = await aContext();
  context.map.fill(50, 198, 300);
  context.shares.push(share(0, 100, 200));
  expect(firsts(context)).toEqual([198, 199]);
});
