// Which blocks and zones are told as slower or faster.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareScans } from '../../../src/engine/compare.ts';
import type { ComparedScan } from '../../../src/engine/compared-scan.ts';
import type { SlowBlock } from '../../../src/vocabulary/defects.ts';
import { stepEdgesNs } from '../../../src/vocabulary/latency-scale.ts';
import { aResult } from '../report/a-result.ts';
import { stored } from '../report/stored.ts';

const BLOCK = 256;
/** Of 512 bytes: 1 GB and a little. */
const ZONE_BLOCKS = Math.ceil(1e9 / 512 / BLOCK);

interface Shape {
  blocks?: number;
  from?: number;
  /** Milliseconds. */
  ms?: (block: number) => number;
  slow?: readonly SlowBlock[];
  depth?: number;
  disturbed?: readonly { from: number; to: number; foreignSectors: number }[];
}

function random(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What an ideal disk with some jitter reads. */
const noisy = (seed: number, mean = 1) => {
  const next = random(seed);
  return () => mean * (0.8 + 0.4 * next());
};

function stepOf(ms: number): number {
  return stepEdgesNs.findLastIndex((edge) => edge <= ms * 1e6);
}

function scanOf({
  blocks = 3 * ZONE_BLOCKS,
  from = 0,
  ms = () => 1,
  slow = [],
  depth = 1,
  disturbed = [],
}: Shape): ComparedScan {
  const bytes = Array.from({ length: blocks }, (_, block) => stepOf(ms(block)));
  const range: [number, number] = [from, from + blocks * BLOCK - (from % BLOCK)];
  const scan = stored({ sectors: 4e9, blockSectors: BLOCK, bytes, range });
  const { mode } = aResult();
  return {
    ...scan,
    result: { ...scan.result, mode: { ...mode, blockSectors: BLOCK, depth }, disturbed },
    slow,
  };
}

const slowAt = (block: number, latencyMs: number, againMs: number | null): SlowBlock => ({
  from: block * BLOCK,
  to: (block + 1) * BLOCK,
  latencyNs: latencyMs * 1e6,
  againNs: againMs === null ? null : againMs * 1e6,
  late: false,
  rereadDone: true,
});

const zonesOf = (old: ComparedScan, now: ComparedScan) => compareScans(old, now).zones;

describe('zones', () => {
  test('with other noise are the same', () => {
    const [old, now] = [scanOf({ ms: noisy(1) }), scanOf({ ms: noisy(2) })];
    expect(zonesOf(old, now)).toMatchObject({ compared: 3, changed: [] });
    expect(zonesOf(old, now).noise).toBeLessThan(0.01);
  });

  test.each([1.1, 0.9, 1.5])('%f times as slow are told', (factor) => {
    const other = noisy(2);
    const ms = (block: number) =>
      other() * (block >= ZONE_BLOCKS && block < 2 * ZONE_BLOCKS ? factor : 1);
    const { changed } = zonesOf(scanOf({ ms: noisy(1) }), scanOf({ ms }));
    expect(changed.map(({ from }) => from)).toEqual([ZONE_BLOCKS * BLOCK]);
    expect(changed[0]!.nowNs / changed[0]!.oldNs).toBeCloseTo(factor, 1);
  });

  test('of which one block took its time are the same', () => {
    const other = noisy(2);
    const ms = (block: number) => (block === 70 ? 149 : other());
    expect(zonesOf(scanOf({ ms: noisy(1) }), scanOf({ ms })).changed).toEqual([]);
  });

  test('that crossed an edge of the map’s steps by nothing are the same', () => {
    const edge = stepEdgesNs[90]! / 1e6;
    const [old, now] = [scanOf({ ms: () => edge * 0.9999 }), scanOf({ ms: () => edge * 1.0001 })];
    expect(zonesOf(old, now).changed).toEqual([]);
  });

  test('are of the same blocks, where the ranges begin elsewhere', () => {
    const byLba = (from: number) => (block: number) =>
      1 + ((Math.floor(from / BLOCK) + block) % 5) / 10;
    const [old, now] = [scanOf({ ms: byLba(0) }), scanOf({ ms: byLba(100), from: 100 })];
    const zones = zonesOf(old, now);
    expect(zones.compared).toBe(3);
    expect(zones.changed).toEqual([]);
  });

  test('where others used the disk are left out, and that is said', () => {
    const other = noisy(2);
    const ms = (block: number) => other() * (block < ZONE_BLOCKS ? 2 : 1);
    const disturbed = [{ from: 0, to: ZONE_BLOCKS * BLOCK, foreignSectors: 5 }];
    const { zones, notCompared } = compareScans(
      scanOf({ ms: noisy(1) }),
      scanOf({ ms, disturbed }),
    );
    expect(zones).toMatchObject({ compared: 2, changed: [] });
    expect(notCompared).toContainEqual({
      from: 0,
      to: ZONE_BLOCKS * BLOCK,
      what: 'latency',
      why: 'others used the disk meanwhile',
    });
  });

  // With 64 blocks a zone is compared, and with fewer it is not.
  test.each([
    [65, 0, BLOCK, 1],
    [65, 0, BLOCK + 1, 0],
    [66, 0, BLOCK + 1, 1],
    [66, 0, 2 * BLOCK - 1, 1],
    [65, 64 * BLOCK, 65 * BLOCK, 1],
    [65, 64 * BLOCK - 1, 65 * BLOCK, 0],
  ])('of %d blocks without those that others used in part, LBA %d to %d', (blocks, from, to, compared) => {
    const disturbed = [{ from, to, foreignSectors: 1 }];
    expect(zonesOf(scanOf({ blocks }), scanOf({ blocks, disturbed })).compared).toBe(compared);
  });

  // Every second one moved by 12 %: what zones do without a reason is known of 8 of them, not of 7.
  test.each([
    [7, 3],
    [8, 0],
  ])('%d of which every second one moved: %d are told', (zones, told) => {
    const blocks = zones * ZONE_BLOCKS;
    const other = noisy(2);
    const ms = (block: number) => other() * (Math.floor(block / ZONE_BLOCKS) % 2 === 0 ? 1 : 1.12);
    const compared = zonesOf(scanOf({ blocks, ms: noisy(1) }), scanOf({ blocks, ms }));
    expect(compared.changed.length).toBe(told);
  });

  test('read with other depths are not compared, and that is said', () => {
    const { zones, slow, notCompared, differs } = compareScans(
      scanOf({}),
      scanOf({ depth: 4, ms: () => 9, slow: [slowAt(5, 900, 900)] }),
    );
    expect([zones.compared, slow.added, differs]).toEqual([0, [], false]);
    expect(notCompared.map(({ why }) => why)).toEqual(['1 and 4 reads in flight']);
  });
});

test('what moved one way moved back the other way, and nothing moved by itself', () => {
  const zone = fc.record({ seed: fc.nat(), factor: fc.double({ min: 0.5, max: 2, noNaN: true }) });
  const zones = fc.array(zone, { minLength: 3, maxLength: 3 });
  const drawn = (of: readonly { seed: number; factor: number }[]) => {
    const noise = of.map(({ seed, factor }) => noisy(seed, factor));
    return scanOf({ ms: (block) => noise[Math.floor(block / ZONE_BLOCKS)]!() });
  };
  fc.assert(
    fc.property(zones, zones, (a, b) => {
      const [old, now] = [drawn(a), drawn(b)];
      expect(compareScans(old, old).differs).toBe(false);
      const [there, back] = [zonesOf(old, now), zonesOf(now, old)];
      expect(there.changed).toEqual(
        back.changed.map(({ oldNs, nowNs, ...rest }) => ({ ...rest, oldNs: nowNs, nowNs: oldNs })),
      );
      for (const [index, { factor }] of b.entries()) {
        const moved = Math.abs(Math.log(factor / a[index]!.factor));
        const from = index * ZONE_BLOCKS * BLOCK;
        const isTold = there.changed.some((zone) => zone.from === from);
        if (moved > 0.07) expect(isTold, `zone ${index}`).toBe(true);
        if (moved < 0.03) expect(isTold, `zone ${index}`).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});

describe('slow blocks', () => {
  const quiet = scanOf({ blocks: 100 });
  const withSlow = (...slow: SlowBlock[]) =>
    scanOf({
      blocks: 100,
      slow,
      ms: (block) => {
        const own = slow.find(({ from }) => from === block * BLOCK);
        return own === undefined ? 1 : own.latencyNs / 1e6;
      },
    });

  test('are told where they were slow again, neighbours as one', () => {
    const now = withSlow(
      slowAt(5, 700, 650),
      slowAt(6, 200, 800),
      slowAt(9, 700, 2),
      slowAt(11, 700, null),
    );
    const { added, gone } = compareScans(quiet, now).slow;
    expect(gone).toEqual([]);
    expect(added.map(({ from, to, now }) => [from, to, now])).toEqual([
      [5 * BLOCK, 7 * BLOCK, { latencyNs: 700e6, againNs: 800e6 }],
    ]);
    expect(compareScans(now, quiet).slow.gone.map(({ old }) => old)).toEqual([added[0]!.now]);
  });

  test('that were slow before are not told', () => {
    const [old, now] = [withSlow(slowAt(5, 160, null)), withSlow(slowAt(5, 700, 700))];
    expect(compareScans(old, now).slow).toEqual({ added: [], gone: [] });
  });

  test('are told at both ends of the disk, and where a block of the other is no part of one', () => {
    const ends = withSlow(slowAt(0, 700, 700), slowAt(99, 700, 700));
    const added = (old: ComparedScan) => compareScans(old, ends).slow.added.map(({ from }) => from);
    expect(added(quiet)).toEqual([0, 99 * BLOCK]);
    // Of its first block one has read a part alone.
    expect(added(scanOf({ blocks: 100, from: 1 }))).toEqual([1, 99 * BLOCK]);
    expect(added(scanOf({ blocks: 99, from: BLOCK }))).toEqual([99 * BLOCK]);
    expect(added(scanOf({ blocks: 99 }))).toEqual([0]);
  });

  test('that are neighbours have the worst of each, and the old ones what they were', () => {
    const now = withSlow(slowAt(5, 700, 650), slowAt(6, 600, 800), slowAt(8, 900, 900));
    const { added } = compareScans(quiet, now).slow;
    expect(added.map(({ from, to }) => [from / BLOCK, to / BLOCK])).toEqual([
      [5, 7],
      [8, 9],
    ]);
    expect(added[0]!.now).toEqual({ latencyNs: 700e6, againNs: 800e6 });
    expect(added[0]!.old.againNs).toBeNull();
  });

  test('below 150 ms are noise', () => {
    const now = withSlow(slowAt(5, 149, 149));
    expect(compareScans(quiet, now).slow.added).toEqual([]);
  });
});
