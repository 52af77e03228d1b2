// Which blocks of a slow zone are read again, and what their latencies come to.

import { describe, expect, test } from 'vitest';
import { rereadZones, slowCandidates } from '../../../src/engine/reread-zones.ts';
import type { ZoneLimit } from '../../../src/engine/zone-rates.ts';
import type { Order } from '../../../src/reading/order.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';
import {
  type Answer,
  contextOf,
  failedReading,
  goodReading,
  scriptedRunner,
} from './scripted-runner.ts';

const BLOCK = 256;
const BLOCKS = 1600;
const UNC = 247;
const QUICK = stepEdgesNs.findIndex((edge) => edge > 1e6);
/** 6.5 MB/s. */
const SLOW = stepEdgesNs.findIndex((edge) => edge > 20e6);

/** A zone of blocks [100, 900) that was too slow. */
const ZONE: ZoneLimit = {
  rate: { index: 3, first: 100, end: 900, bytes: 800 * BLOCK * 512, seconds: 16 },
  leastBytesPerSecond: 20e6,
  expectedBytesPerSecond: 150e6,
};

async function contextWith(change: (map: Uint8Array) => void = () => {}) {
  const context = await contextOf(`size=${BLOCKS * BLOCK}s`, { blockSectors: BLOCK });
  context.map.fill(QUICK);
  change(context.map);
  return context;
}

/** Each of the blocks that are timed takes so long. */
const taking =
  (msOf: (index: number) => number): Answer =>
  ({ order, tell }) => {
    for (const [i, { first, end }] of order.runs.entries()) {
      // The one before it takes a second, and does not count.
      for (let block = first; block < end; block++) {
        const ms = block === first ? 1000 : msOf(i);
        tell({ ...goodReading(block * BLOCK, (block + 1) * BLOCK), latencyNs: ms * 1e6 });
      }
    }
  };

const timedBlocks = (order: Order) => order.runs.map(({ end }) => end - 1);

describe('what is read', () => {
  async function chosen(change: (map: Uint8Array) => void = () => {}): Promise<number[]> {
    const context = await contextWith(change);
    const { runner, orders } = scriptedRunner([taking(() => 20)]);
    await rereadZones(context, runner, [ZONE]);
    for (const { first, end } of orders[0]?.runs ?? []) expect(end - first).toBe(2);
    return orders.length === 0 ? [] : timedBlocks(orders[0]!);
  }

  test('is a block in each sixteenth of the zone, behind the one before it', async () => {
    const blocks = await chosen();
    expect(blocks.map((block) => Math.floor((block - 100) / 50))).toEqual([...Array(16).keys()]);
    // Each a golden section behind the one before, as a part of its sixteenth; the zone's first has none before.
    const golden = (Math.sqrt(5) - 1) / 2;
    const places = blocks.map((block) => (block - 100) % 50);
    expect(places).toEqual(places.map((_, i) => Math.max(1, Math.floor(50 * ((i * golden) % 1)))));
  });

  test('none that failed or was not read, nor one behind such', async () => {
    const all = await chosen();
    for (const byte of [0, UNC]) {
      const others = await chosen((map) => {
        for (const block of all) map[block] = byte;
      });
      expect(others).toHaveLength(16);
      for (const block of others) {
        expect(all).not.toContain(block);
        expect(all).not.toContain(block - 1);
      }
    }
  });

  test('in a sixteenth without two that read nothing', async () => {
    const blocks = await chosen((map) => map.fill(UNC, 100, 200));
    expect(blocks).toHaveLength(14);
    expect(Math.min(...blocks)).toBeGreaterThan(200);
  });

  test('whatever does not divide by sixteen: a block is in one part', async () => {
    // Of 793 blocks: the second of a pair begins a part each.
    const begins = Array.from({ length: 15 }, (_, i) => 100 + Math.floor((793 * (i + 1)) / 16));
    const isTold = (block: number) => begins.includes(block) || begins.includes(block + 1);
    const rate = { ...ZONE.rate, end: 893 };
    const context = await contextWith((map) => {
      for (let block = 100; block < 893; block++) if (!isTold(block)) map[block] = UNC;
    });
    const { runner, orders } = scriptedRunner([taking(() => 20)]);
    await rereadZones(context, runner, [{ ...ZONE, rate }]);
    expect(timedBlocks(orders[0]!)).toEqual(begins);
  });

  test('nothing at all where fewer than four are left', async () => {
    expect(await chosen((map) => map.fill(UNC, 300, 900))).toHaveLength(4);
    expect(await chosen((map) => map.fill(UNC, 250, 900))).toEqual([]);
  });
});

describe('a zone', () => {
  /** null: it is not slow. */
  async function again(...answers: Answer[]) {
    const context = await contextWith();
    const { runner } = scriptedRunner(answers);
    expect(await rereadZones(context, runner, [ZONE])).toBe('done');
    return context.rereadZones!.get(3) ?? null;
  }
  const speed = (ms: number) => Math.round((BLOCK * 512) / (ms / 1e3));

  test('is slow where it is so again: both speeds are told', async () => {
    expect(await again(taking(() => 20))).toEqual({
      bytesPerSecond: speed(20),
      againBytesPerSecond: speed(20),
      expectedBytesPerSecond: 150e6,
    });
  });

  test('is not where it is quick when it is read alone', async () => {
    expect(await again(taking(() => 1))).toBeNull();
  });

  // 20 MB/s are 6.5536 ms a block.
  test.each([
    [6.56, true],
    [6.55, false],
  ])('at %f ms a block: %s', async (ms, isSlow) => {
    expect((await again(taking(() => ms))) !== null).toBe(isSlow);
  });

  test('is not by two slow blocks of sixteen, and is by three', async () => {
    expect(await again(taking((i) => (i < 2 ? 9000 : 1)))).toBeNull();
    expect(await again(taking((i) => (i < 3 ? 9000 : 1)))).not.toBeNull();
  });

  test('is not by blocks that failed now, of which nothing is known', async () => {
    const failing =
      (count: number): Answer =>
      (given) =>
        taking(() => 20)({
          ...given,
          tell: (reading) => {
            const run = given.order.runs.findIndex(({ end }) => (end - 1) * BLOCK === reading.from);
            const isFailed = run >= 0 && run < count;
            given.tell(
              isFailed ? { ...failedReading(reading.from, reading.to), latencyNs: 9e9 } : reading,
            );
          },
        });
    expect(await again(failing(12))).toMatchObject({ againBytesPerSecond: speed(20) });
    expect(await again(failing(13))).toBeNull();
  });
});

test('what is cut short leaves nothing behind', async () => {
  const context = await contextWith();
  context.rereadZones = null;
  const { runner } = scriptedRunner([taking(() => 20)]);
  runner.verifyTrails = async () => false;
  expect(await rereadZones(context, runner, [ZONE])).toBe('lost');
  expect(context.rereadZones).toBeNull();
});

test('how far it has come is by the zones', async () => {
  const context = await contextWith();
  const parts: number[] = [];
  const zones = [ZONE, { ...ZONE, rate: { ...ZONE.rate, index: 4 } }];
  const answer: Answer = (given) => {
    parts.push(context.phaseDone);
    return taking(() => 20)(given);
  };
  const { runner } = scriptedRunner([answer, answer]);
  await rereadZones(context, runner, zones);
  expect(parts).toEqual([0, 0.5]);
  expect([...context.rereadZones!.keys()]).toEqual([3, 4]);
});

test('candidates are the zones below the limit', async () => {
  const context = await contextWith((map) => map.fill(SLOW, 0, BLOCKS / 2));
  const candidates = slowCandidates(context);
  expect(candidates.length).toBeGreaterThan(0);
  for (const { rate } of candidates) expect(rate.first).toBeLessThan(BLOCKS / 2);
  expect(slowCandidates(await contextWith())).toEqual([]);
});
