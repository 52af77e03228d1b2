import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Extent, ExtentList } from '../../../src/vocabulary/extents.ts';
import { SpanList } from '../../../src/vocabulary/span-list.ts';
import { processorSeconds } from '../processor-time.ts';

const SECTORS = 40;

/** What is said of each sector, in a plain array. */
type Model = (string | null)[];

function extentsOf(model: Model): Extent<string>[] {
  const extents: Extent<string>[] = [];
  for (const [lba, value] of model.entries()) {
    const last = extents.at(-1);
    if (value === null) continue;
    if (last?.to === lba && last.value === value) last.to++;
    else extents.push({ from: lba, to: lba + 1, value });
  }
  return extents;
}

const listOf = () => new ExtentList<string>((a, b) => (a === b ? a : undefined));

/** An empty one now and then. */
const range = fc
  .tuple(fc.nat(SECTORS), fc.nat(SECTORS))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const change = fc.oneof(
  fc.record({ range, value: fc.constantFrom('x', 'y', 'z') }),
  fc.record({ range, value: fc.constant(null) }),
);

describe('ExtentList is a plain array of sectors, in less room', () => {
  test('after any changes', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 30 }),
        range,
        fc.boolean(),
        (changes, looked, looksEachTime) => {
          const list = listOf();
          const model: Model = new Array<string | null>(SECTORS).fill(null);
          for (const { range, value } of changes) {
            if (value === null) list.delete(range.from, range.to);
            else list.set(range.from, range.to, value);
            model.fill(value, range.from, range.to);
            if (looksEachTime) expect(list.items).toEqual(extentsOf(model));
          }
          expect(list.length).toBe(extentsOf(model).length);
          expect(list.sectors).toBe(model.filter((value) => value !== null).length);
          const within = model.map((value, lba) =>
            lba >= looked.from && lba < looked.to ? value : null,
          );
          expect(list.within(looked.from, looked.to)).toEqual(extentsOf(within));
          expect(list.overlaps(looked.from, looked.to)).toBe(
            within.some((value) => value !== null),
          );
          expect(list.items).toEqual(extentsOf(model));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('beyond 2^32 sectors', () => {
    const list = listOf();
    list.set(2 ** 45, 2 ** 45 + 10, 'x');
    list.set(2 ** 45 + 10, 2 ** 46, 'x');
    list.delete(2 ** 45 + 5, 2 ** 45 + 6);
    expect(list.items).toEqual([
      { from: 2 ** 45, to: 2 ** 45 + 5, value: 'x' },
      { from: 2 ** 45 + 6, to: 2 ** 46, value: 'x' },
    ]);
    expect(list.sectors).toBe(2 ** 45 - 1);
  });
});

describe('ExtentList.within', () => {
  test('gives copies: who changes them changes no list', () => {
    const list = listOf();
    list.set(0, 10, 'x');
    for (const item of list.within(0, 10)) item.to = 3;
    expect(list.items).toEqual([{ from: 0, to: 10, value: 'x' }]);
  });
});

describe('ExtentList.set', () => {
  test('asks `join` for what two ranges are as one', () => {
    const list = new ExtentList<number>((a, b) => (a < 10 && b < 10 ? Math.min(a, b) : undefined));
    list.set(0, 1, 5);
    list.set(2, 3, 7);
    list.set(1, 2, 6);
    list.set(3, 4, 20);
    expect(list.items).toEqual([
      { from: 0, to: 3, value: 5 },
      { from: 3, to: 4, value: 20 },
    ]);
  });

  test('joins nothing with what was deleted before it', () => {
    const list = listOf();
    for (const lba of [0, 20, 40]) list.set(lba, lba + 10, 'x');
    list.delete(0, 10);
    list.set(10, 15, 'x');
    expect(list.items.map(({ from }) => from)).toEqual([10, 20, 40]);
  });

  test('a list of forty thousand, filled backwards and emptied, takes no minutes', () => {
    const list = listOf();
    const seconds = processorSeconds(() => {
      for (let lba = 80_000; lba > 0; lba -= 2) list.set(lba, lba + 1, 'x');
      expect(list.length).toBe(40_000);
      list.delete(0, 300_000);
      expect(list.items).toEqual([]);
    });
    expect(seconds).toBeLessThan(60);
  });
});

test('every sector of which something else is said is told, and none outside of what was changed', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), fc.nat(11), (changes, from) => {
      const touched = new SpanList(SECTORS);
      const list = new ExtentList<string>((a, b) => (a === b ? a : undefined), touched);
      const said = (lba: number) => list.within(lba, lba + 1)[0]?.value;
      const all = () => Array.from({ length: SECTORS }, (_, lba) => said(lba));
      let before = all();
      for (const [index, { range, value }] of changes.entries()) {
        if (index === from) {
          touched.clear();
          before = all();
        }
        if (value === null) list.delete(range.from, range.to);
        else list.set(range.from, range.to, value);
      }
      const after = all();
      const asked = changes.slice(from < changes.length ? from : 0);
      for (let lba = 0; lba < SECTORS; lba++) {
        const isTold = touched.spans.some((span) => span.from <= lba && lba < span.to);
        if (before[lba] !== after[lba]) expect(isTold).toBe(true);
        const isAsked = asked.some(({ range }) => range.from <= lba && lba < range.to);
        if (isTold) expect(isAsked).toBe(true);
      }
    }),
  );
});
