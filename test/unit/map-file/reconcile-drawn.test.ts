// Findings made to agree with a map's bytes, whatever both are.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MapContents, MapFindings } from '../../../src/map-file/contents.ts';
import { reconcile } from '../../../src/map-file/reconcile.ts';
import { errorOfByte } from '../../../src/vocabulary/classes.ts';
import { SEED } from '../../property/seed.ts';
import { BLOCKS, bad, contentsOf, GOOD, IO, slow, TIME, UNC } from './disagreeing.ts';

describe('reconciled, whatever the map and the findings', () => {
  test(`every sector agrees with its byte (SURFSCAN_SEED=${SEED})`, () => {
    const ranges = fc.array(
      fc.record({ gap: fc.nat(12), length: fc.integer({ min: 1, max: 30 }) }),
      {
        maxLength: 8,
      },
    );
    const scenario = fc.record({
      bytes: fc.array(fc.constantFrom(0, 0, GOOD, 171, 172, 220, IO, TIME, UNC), {
        minLength: BLOCKS,
        maxLength: BLOCKS,
      }),
      failed: ranges,
      weak: ranges,
      slow: fc.uniqueArray(fc.nat(BLOCKS - 1), { maxLength: 6 }),
      late: fc.boolean(),
    });
    fc.assert(
      fc.property(scenario, ({ bytes, failed, weak, slow: blocks, late }) => {
        const contents = contentsOf(
          { ...bytes },
          {
            failed: placed(failed).map((range) => ({
              ...range,
              value: { error: 'IO', errno: 'EIO' },
            })),
            weak: placed(weak).map(({ from, to }) => bad(from, to)),
            slow: blocks.sort((a, b) => a - b).map((block) => slow(8 * block, { late })),
          },
        );
        const { findings, map } = reconcile({ ...contents, map: contents.map.slice() });
        for (let lba = 0; lba < BLOCKS * 8; lba++) {
          expectSectorAgrees(lba, contents, findings, map);
        }
        for (const list of [findings.failed, findings.weak, findings.slow]) expectSorted(list);
      }),
      { seed: SEED % 2 ** 31, numRuns: 500 },
    );
  });
});

/** Sorted, disjoint ranges on the disk. */
function placed(gaps: { gap: number; length: number }[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let at = 0;
  for (const { gap, length } of gaps) {
    const from = at + gap;
    const to = Math.min(from + length, BLOCKS * 8);
    if (from >= to) break;
    ranges.push({ from, to });
    at = to;
  }
  return ranges;
}

function expectSectorAgrees(
  lba: number,
  before: MapContents,
  after: MapFindings,
  map: Uint8Array,
): void {
  const block = Math.floor(lba / 8);
  const byte = before.map[block]!;
  const holds = (list: readonly { from: number; to: number }[], from = lba, to = lba + 1) =>
    list.some((item) => item.from < to && item.to > from);
  const wasFailed = holds(before.findings.failed);
  const wasWeak = holds(before.findings.weak);
  const inBlock = (list: readonly { from: number; to: number }[]) =>
    holds(list, 8 * block, 8 * block + 8);
  const late = before.findings.slow.filter((item) => item.late);
  const explained =
    inBlock(before.findings.failed) || inBlock(before.findings.weak) || inBlock(late);
  // Late, as far as anybody knows.
  const isForgotten = byte === TIME && !explained;
  const failsNow = byte >= 240 && !explained && !isForgotten;
  expect(map[block]).toBe(isForgotten ? 0 : byte);
  expect(holds(after.failed)).toBe(byte !== 0 && (wasFailed || failsNow));
  expect(holds(after.weak)).toBe(byte !== 0 && wasWeak);
  const isSlow = inBlock(before.findings.slow) || (byte >= 172 && byte < 240);
  expect(holds(after.slow)).toBe(byte !== 0 && isSlow && !isForgotten);
  if (!failsNow) return;
  const item = after.failed.find(({ from, to }) => from <= lba && lba < to)!;
  expect(item.value).toEqual({ error: errorOfByte(byte).code, errno: null });
}

function expectSorted(list: readonly { from: number; to: number }[]): void {
  let reached = 0;
  for (const { from, to } of list) {
    expect(from).toBeGreaterThanOrEqual(reached);
    expect(to).toBeGreaterThan(from);
    reached = to;
  }
}
