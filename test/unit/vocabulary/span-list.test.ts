import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanList } from '../../../src/vocabulary/span-list.ts';
import { SEED } from '../../property/seed.ts';

function listOf(limit: number, ...spans: [number, number, number?][]): SpanList {
  const list = new SpanList(limit);
  for (const [from, to, weight] of spans) list.add(from, to, weight);
  return list;
}

const told = (list: SpanList) => list.spans.map(({ from, to, weight }) => [from, to, weight]);

describe('a list of spans', () => {
  it('joins those that touch or overlap, and adds what they weigh', () => {
    expect(told(listOf(99, [10, 20, 1], [20, 30, 2]))).toEqual([[10, 30, 3]]);
    expect(told(listOf(99, [20, 30, 2], [10, 20, 1]))).toEqual([[10, 30, 3]]);
    expect(told(listOf(99, [10, 20, 1], [12, 14, 2], [5, 11, 4]))).toEqual([[5, 20, 7]]);
    expect(told(listOf(99, [0, 1, 1], [4, 5, 2], [8, 9, 4], [1, 8, 8]))).toEqual([[0, 9, 15]]);
  });

  it('keeps those apart that do not touch, in order', () => {
    const list = listOf(99, [50, 60, 1], [10, 20, 2], [30, 31, 3], [21, 22, 4]);
    expect(told(list)).toEqual([
      [10, 20, 2],
      [21, 22, 4],
      [30, 31, 3],
      [50, 60, 1],
    ]);
    expect(list.sectors).toBe(22);
  });

  it('takes no empty one, and can be emptied', () => {
    const list = listOf(99, [5, 5, 1], [6, 5, 1]);
    expect(list.isEmpty).toBe(true);
    list.add(1, 2);
    list.clear();
    expect([list.isEmpty, list.sectors]).toEqual([true, 0]);
  });

  it('past its limit closes small gaps and leaves large ones', () => {
    const list = listOf(4, [0, 1, 1], [2, 3, 1], [100, 101, 1], [103, 104, 1], [500, 501, 1]);
    expect(told(list)).toEqual([
      [0, 3, 2],
      [100, 104, 2],
      [500, 501, 1],
    ]);
  });

  it('past its limit does not become one where all gaps are alike', () => {
    const list = new SpanList(100);
    for (let index = 0; index < 101; index++) list.add(index * 10, index * 10 + 1, 1);
    expect(list.spans).toHaveLength(51);
    expect(told(list)[0]).toEqual([0, 11, 2]);
  });

  const span = fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 30 }), fc.nat(9));
  it('holds whatever is added: sorted, disjoint, bounded, nothing lost', () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (adds, most) => {
          const list = new SpanList(most);
          for (const [from, length, weight] of adds) list.add(from, from + length, weight);
          expect(list.spans.length).toBeLessThanOrEqual(most);
          for (const [index, { from, to }] of list.spans.entries()) {
            expect(from).toBeLessThan(to);
            if (index > 0) expect(list.spans[index - 1]!.to).toBeLessThan(from);
          }
          for (const [from, length] of adds) {
            const holds = list.spans.some((each) => each.from <= from && from + length <= each.to);
            expect(holds).toBe(true);
          }
          const sum = (weights: readonly number[]) => weights.reduce((a, b) => a + b, 0);
          expect(sum(list.spans.map(({ weight }) => weight))).toBe(
            sum(adds.map(([, , weight]) => weight)),
          );
        },
      ),
      { seed: SEED },
    );
  });
});
