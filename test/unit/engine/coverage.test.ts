// Coverage is proved: where workers, map and findings do not agree, surfscan says that it is wrong.

import { describe, expect, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { newContext, type ScanContext } from '../../../src/engine/context.ts';
import { assertMapAgrees, blockCounts, prove } from '../../../src/engine/coverage.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import { CLASS_NAMES, ERROR_CODES, errorOfCode } from '../../../src/vocabulary/classes.ts';
import type { BadValue } from '../../../src/vocabulary/defects.ts';

const UNC: BadValue = { error: 'UNC', errno: null, exact: true, reads: 1 };

/** Blocks of 8 sectors of LBA 4 to 99: the first and the last are short. */
async function aContext(jobs = 2): Promise<ScanContext> {
  const target = await inspectTarget('sim:size=1000s,kind=ssd');
  const range = { from: () => 4, to: () => 99, blockSectors: 8, jobs };
  return newContext(target, planScan(target, range), null);
}

/** What a worker counted, of a class or an error. */
function count({ control }: ScanContext, worker: number, name: string, count: number): void {
  const { memory, index } = control.workers[worker]!;
  const { workerBytes, offsets } = native.layout;
  const words = new Int32Array(memory, index * workerBytes);
  const place = (CLASS_NAMES as readonly string[]).indexOf(name);
  if (place >= 0) words[offsets.classes! / 4 + place] = count;
  else words[offsets.errors! / 4 + errorOfCode(name as 'UNC').native] = count;
}

describe('what the workers counted', () => {
  test('is summed, with what they did not count', async () => {
    const context = await aContext();
    count(context, 0, '<3ms', 4);
    count(context, 1, '<3ms', 3);
    count(context, 1, '>500ms', 1);
    count(context, 0, 'UNC', 1);
    context.corrections.UNC = 2;
    const counts = blockCounts(context);
    expect(counts).toMatchObject({ '<3ms': 7, '>500ms': 1, UNC: 3, unread: 13 - 11 });
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(13);
  });

  test('is what the map holds', async () => {
    const context = await aContext();
    count(context, 0, '<3ms', 2);
    count(context, 1, 'UNC', 1);
    context.map.set([50, 50, errorOfCode('UNC').byte!]);
    expect(() => assertMapAgrees(context, blockCounts(context))).not.toThrow();
  });

  test.each([
    ...CLASS_NAMES,
    ...ERROR_CODES.filter((code) => code !== 'GONE'),
  ])('one block more of %s than the map holds is a defect', async (name) => {
    const context = await aContext();
    count(context, 0, name, 1);
    expect(() => assertMapAgrees(context, blockCounts(context))).toThrow(
      expect.objectContaining({
        code: 'ERR_DEFECT',
        message: `coverage: the workers counted 1 blocks of ${name}, the map holds 0`,
      }),
    );
  });

  test('one block less is, too', async () => {
    const context = await aContext();
    context.map[0] = 50;
    expect(() => assertMapAgrees(context, blockCounts(context))).toThrow(
      /counted 0 blocks of <3ms/,
    );
  });

  test('a block in flight when the disk left is unread in the map', async () => {
    const context = await aContext();
    context.corrections.GONE = 1;
    expect(() => assertMapAgrees(context, blockCounts(context))).not.toThrow();
  });
});

describe('good + bad + unread = total', () => {
  const allRead = async () => {
    const context = await aContext();
    context.map.fill(50);
    return context;
  };

  test('of a map that is read', async () => {
    const context = await allRead();
    expect(prove(context, [])).toEqual({ total: 96, good: 96, bad: 0, unread: 0 });
  });

  test.each([
    [[0], 4],
    [[12], 4],
    [[5], 8],
    [[0, 5, 12], 16],
  ])('blocks %j unread are %d sectors', async (blocks, unread) => {
    const context = await allRead();
    for (const block of blocks) context.map[block] = 0;
    expect(prove(context, [])).toEqual({ total: 96, good: 96 - unread, bad: 0, unread });
  });

  test('of one block, which is first and last', async () => {
    const target = await inspectTarget('sim:size=1000s');
    const range = { from: () => 17, to: () => 19, blockSectors: 8 };
    const context = newContext(target, planScan(target, range), null);
    expect(prove(context, [])).toEqual({ total: 3, good: 0, bad: 0, unread: 3 });
  });

  test('with bad sectors, from the first to the last', async () => {
    const context = await allRead();
    const bad = [
      { from: 4, to: 6, value: UNC },
      { from: 6, to: 7, value: UNC },
      { from: 99, to: 100, value: UNC },
    ];
    expect(prove(context, bad)).toEqual({ total: 96, good: 92, bad: 4, unread: 0 });
  });

  test.each([
    [[[3, 5]], /3 to 4 are out of order or range/],
    [[[99, 101]], /99 to 100 are out of order or range/],
    [[[10, 10]], /10 to 9 are out of order or range/],
    [
      [
        [10, 12],
        [11, 13],
      ],
      /11 to 12 are out of order or range/,
    ],
  ])('bad sectors %j cannot be', async (extents, words) => {
    const context = await allRead();
    const bad = extents.map(([from, to]) => ({ from: from!, to: to!, value: UNC }));
    expect(() => prove(context, bad)).toThrow(expect.objectContaining({ code: 'ERR_DEFECT' }));
    expect(() => prove(context, bad)).toThrow(words);
  });

  test.each([
    [2, /sector 15 is called bad, and its block 1 was never read/],
    [1, /sector 8 is called bad, and its block 1 was never read/],
  ])('bad sectors of an unread block cannot be, at either end', async (end, words) => {
    const context = await allRead();
    context.map[1] = 0;
    const extent = end === 2 ? { from: 5, to: 16 } : { from: 8, to: 20 };
    expect(() => prove(context, [{ ...extent, value: UNC }])).toThrow(words);
  });

  test('more bad and unread sectors than there are cannot be', async () => {
    const context = await allRead();
    context.map.fill(0, 1, 12);
    // From a block that was read to one that was, over those that were not.
    expect(() => prove(context, [{ from: 4, to: 100, value: UNC }])).toThrow(
      /coverage: 96 bad and 88 unread of 96 sectors/,
    );
  });
});
