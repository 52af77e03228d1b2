// Which sectors are told as bad in one scan and not in the other.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareScans } from '../../../src/engine/compare.ts';
import { compareBad } from '../../../src/engine/compare-bad.ts';
import type { ComparedScan } from '../../../src/engine/compared-scan.ts';
import { drawnScan } from '../report/drawn-scan.ts';
import { exact, failed, type StoredShape, stored } from '../report/stored.ts';

const GOOD = 50;
const UNC = 247;

/** 100 sectors in blocks of 10. */
function scanOf(bad: StoredShape['bad'] = [], unread: readonly number[] = []): ComparedScan {
  const bytes = Array.from({ length: 10 }, (_, block) => {
    if (unread.includes(block)) return 0;
    const isHit = bad.some(({ from, to }) => from < (block + 1) * 10 && to > block * 10);
    return isHit ? UNC : GOOD;
  });
  return { ...stored({ sectors: 100, blockSectors: 10, bytes, bad }), slow: [] };
}

const spans = (list: readonly { from: number; to: number }[]) =>
  list.map(({ from, to }) => [from, to]);

function changes(old: ComparedScan, now: ComparedScan) {
  const { added, gone, firstRead, notReadAgain } = compareBad({ old, now });
  return {
    added: spans(added),
    gone: spans(gone),
    firstRead: spans(firstRead),
    notReadAgain: spans(notReadAgain),
  };
}

const NONE = { added: [], gone: [], firstRead: [], notReadAgain: [] };

describe('bad sectors', () => {
  test('that are bad in both are not told', () => {
    expect(changes(scanOf([exact(5, 7)]), scanOf([exact(5, 7)]))).toEqual(NONE);
  });

  test('that are new, and that are gone', () => {
    const [old, now] = [scanOf([exact(5, 7), exact(33, 34)]), scanOf([exact(6, 9), exact(71, 72)])];
    expect(changes(old, now)).toEqual({
      ...NONE,
      added: [
        [7, 9],
        [71, 72],
      ],
      gone: [
        [5, 6],
        [33, 34],
      ],
    });
    const { added, gone } = compareBad({ old, now });
    expect(added.map(({ beside }) => beside)).toEqual([{ from: 6, to: 7 }, null]);
    expect(gone.map(({ beside }) => beside)).toEqual([{ from: 6, to: 7 }, null]);
  });

  test('of a block that was not narrowed are the same failure', () => {
    expect(changes(scanOf([failed(10, 20)]), scanOf([exact(13, 14)]))).toEqual(NONE);
    expect(changes(scanOf([exact(13, 14)]), scanOf([failed(10, 20)]))).toEqual(NONE);
    expect(changes(scanOf([exact(13, 14)]), scanOf([failed(10, 40)]))).toEqual({
      ...NONE,
      added: [[20, 40]],
    });
    expect(changes(scanOf([failed(10, 20)]), scanOf())).toEqual({ ...NONE, gone: [[10, 20]] });
  });

  test('where one scan did not read are told apart', () => {
    expect(changes(scanOf([], [3]), scanOf([exact(29, 33)]))).toEqual({
      ...NONE,
      added: [[29, 30]],
      firstRead: [[30, 33]],
    });
    expect(changes(scanOf([exact(29, 33)]), scanOf([], [3]))).toEqual({
      ...NONE,
      gone: [[29, 30]],
      notReadAgain: [[30, 33]],
    });
  });

  test('that are no longer read are no difference by themselves', () => {
    expect(compareScans(scanOf([exact(31, 33)]), scanOf([], [3])).differs).toBe(false);
    expect(compareScans(scanOf([], [3]), scanOf([exact(31, 33)])).differs).toBe(true);
  });
});

const compared = drawnScan.map(({ scan, truth }) => ({ scan: { ...scan, slow: [] }, truth }));

test('a scan is the same as itself', () => {
  fc.assert(
    fc.property(compared, ({ scan }) => {
      const { differs, bad } = compareScans(scan, scan);
      expect(differs).toBe(false);
      expect(bad).toEqual(NONE);
    }),
  );
});

test('what is new one way is gone the other way', () => {
  fc.assert(
    fc.property(compared, compared, (a, b) => {
      const [there, back] = [compareScans(a.scan, b.scan), compareScans(b.scan, a.scan)];
      expect(there.bad.added).toEqual(back.bad.gone);
      expect(there.bad.firstRead).toEqual(back.bad.notReadAgain);
      expect(there.bad.gone).toEqual(back.bad.added);
    }),
    { numRuns: 500 },
  );
});

test('every sector that failed alone and read before is told, and none that fails in both', () => {
  fc.assert(
    fc.property(compared, compared, (a, b) => {
      const { added, firstRead, gone } = compareBad({ old: a.scan, now: b.scan });
      const isIn = (list: readonly { from: number; to: number }[], lba: number) =>
        list.some(({ from, to }) => from <= lba && lba < to);
      for (const [lba, now] of b.truth.entries()) {
        const before = a.truth[lba] ?? 'unread';
        expect(isIn(added, lba), `${lba}: ${before}, ${now}`).toBe(
          before === 'good' && (now === 'bad' || (now === 'failed' && isIn(added, lba))),
        );
        if (before === 'unread' && now === 'bad') expect(isIn(firstRead, lba)).toBe(true);
        if (isIn(gone, lba)) expect(now).toBe('good');
      }
    }),
    { numRuns: 500 },
  );
});
