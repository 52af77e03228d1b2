// A comparison with what is kept of an earlier scan tells what the one with all of it told.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareScans } from '../../../src/engine/compare.ts';
import type { ComparedScan, EarlierScan } from '../../../src/engine/compared-scan.ts';
import { keptComparison, rememberedScan } from '../../../src/engine/remembered-scan.ts';
import { decodeState, encodeState } from '../../../src/map-file/state.ts';
import { comparedJson } from '../../../src/report/diff-json.ts';
import { diffText } from '../../../src/report/diff-text.ts';
import type { SlowBlock } from '../../../src/vocabulary/defects.ts';
import { aState } from '../map-file/fixtures.ts';
import { drawnScan } from '../report/drawn-scan.ts';
import { stored } from '../report/stored.ts';

const ROOM = 2 ** 20;

/** What its map has of it. */
function kept(old: EarlierScan, now: ComparedScan): EarlierScan {
  const { zones } = compareScans(old, now);
  const slow = now.slow as readonly SlowBlock[];
  const compared = keptComparison(old, { slow, zones, runs: 2 });
  const state = decodeState(encodeState(aState({ compared }), ROOM));
  return rememberedScan(state.compared!, now.result.device);
}

function told(old: EarlierScan, now: ComparedScan) {
  const comparison = compareScans(old, now);
  return { json: comparedJson(comparison), text: diffText(comparison), comparison };
}

function expectSame(old: ComparedScan, now: ComparedScan) {
  const once = kept(old, now);
  const [all, less] = [told(old, now), told(once, now)];
  expect(less.json).toEqual(all.json);
  expect(less.text).toBe(all.text);
  // Of a scan that goes on, once more.
  expect(told(kept(once, now), now).json).toEqual(all.json);
  return all.comparison;
}

const SLOW = 160;

/** Blocks that were read in so many milliseconds twice. */
function slowOf({ grid, map }: Pick<ComparedScan, 'grid' | 'map'>): SlowBlock[] {
  return [...map].flatMap((byte, block) => {
    if (byte < SLOW || byte >= 240) return [];
    const [from, to] = [grid.startOf(block), grid.endOf(block)];
    const [latencyNs, againNs] = [byte * 1e6 + 1, block % 3 === 0 ? null : byte * 1e6 + block];
    return [{ from, to, latencyNs, againNs, late: false, rereadDone: true }];
  });
}

const drawn = fc
  .tuple(drawnScan, fc.array(fc.nat(119), { maxLength: 2 }))
  .map(([{ scan }, cuts]) => {
    const [a, b] = [...cuts, 0, 0].sort((x, y) => x - y) as [number, number];
    const disturbed = b > a ? [{ from: a, to: b, foreignSectors: 3 }] : [];
    const mode = { ...scan.result.mode, blockSectors: scan.grid.blockSectors };
    return { ...scan, result: { ...scan.result, mode, disturbed }, slow: slowOf(scan) };
  });

/** As two scans of one disk are. */
function asOneDisk(old: ComparedScan, now: ComparedScan): [ComparedScan, ComparedScan] {
  const sectors = Math.max(old.result.device.sectors, now.result.device.sectors);
  const device = { ...now.result.device, sectors };
  return [
    { ...old, result: { ...old.result, device } },
    { ...now, result: { ...now.result, device } },
  ];
}

describe('of any two scans', () => {
  test('bad sectors, what was not read or disturbed, slow blocks', () => {
    let differing = 0;
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        differing += expectSame(...asOneDisk(a, b)).differs ? 1 : 0;
      }),
      { numRuns: 500 },
    );
    expect(differing).toBeGreaterThan(100);
  });

  test('zones that moved', () => {
    const zone = Math.ceil(1e9 / 512 / 256);
    const bytes = (slower: number) =>
      Array.from(
        { length: 3 * zone },
        (_, i) => 100 + (i % 7) + (i >= zone && i < 2 * zone ? slower : 0),
      );
    const scanOf = (slower: number): ComparedScan => {
      const scan = stored({ sectors: 3 * zone * 256, blockSectors: 256, bytes: bytes(slower) });
      return { ...scan, slow: [] };
    };
    const { zones } = expectSame(scanOf(0), scanOf(3));
    expect(zones.changed).toHaveLength(1);
  });
});
