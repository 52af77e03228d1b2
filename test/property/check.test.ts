// Random faults and random suspects: of what is probed exactly the faults are found.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Check } from '../../src/check/check.ts';
import { unitsOf } from '../../src/check/context.ts';
import { stretchesOf } from '../../src/check/stretches.ts';
import { inspectTarget, mergeSuspects, typedSuspects } from '../../src/index.ts';
import { SEED } from './seed.ts';

const SECTORS = 20_000;
const RUNS = 60;

interface Fault {
  readonly from: number;
  readonly to: number;
  readonly kind: 'bad' | 'bad IO' | 'weak 1' | 'weak 2' | 'weak 9';
}

const range = (most: number) =>
  fc.tuple(fc.nat(SECTORS - 1), fc.nat(most)).map(([from, length]) => {
    return { from, to: Math.min(SECTORS - 1, from + length) };
  });

const faults: fc.Arbitrary<Fault[]> = fc
  .uniqueArray(
    fc.tuple(
      range(40),
      fc.constantFrom<Fault['kind']>('bad', 'bad IO', 'weak 1', 'weak 2', 'weak 9'),
    ),
    { maxLength: 12, selector: ([{ from }]) => Math.floor(from / 400) },
  )
  .map((all) => all.map(([one, kind]) => ({ ...one, kind })));

/** As the simulated disk takes them. */
function specOf(all: readonly Fault[], physical: number): string {
  const words = all.map(({ from, to, kind }) => {
    if (kind === 'bad') return `bad=${from}-${to}`;
    return kind === 'bad IO' ? `bad=${from}-${to}/IO` : `weak=${from}-${to}@${kind.slice(5)}`;
  });
  return [`size=${SECTORS}s`, `physical=${physical}`, ...words].join(',');
}

describe('a check of a disk with random faults', () => {
  test('calls bad what fails each time, and nothing else', async () => {
    const suspects = fc.array(range(1500), { minLength: 1, maxLength: 6 });
    const physical = fc.constantFrom(512, 4096);
    await fc.assert(
      fc.asyncProperty(faults, suspects, physical, async (all, ranges, physicalBytes) => {
        const target = await inspectTarget(`sim:${specOf(all, physicalBytes)}`);
        const merged = mergeSuspects(
          typedSuspects(ranges.map(({ from, to }) => ({ firstLba: from, lastLba: to }))),
        );
        const units = unitsOf(target);
        const probed = await new Check(target, merged).run();
        expect([probed.trouble, probed.complete]).toEqual([null, true]);
        const { coverage } = probed;
        expect(coverage.good + coverage.bad).toBe(coverage.total);

        const unit = units.unitSectors;
        const broken = new Set<number>();
        for (const { from, to, kind } of all) {
          if (kind !== 'bad' && kind !== 'bad IO' && kind !== 'weak 9') continue;
          const first = Math.floor(from / unit) * unit;
          for (let lba = first; lba < Math.ceil((to + 1) / unit) * unit; lba++) broken.add(lba);
        }
        const expected: number[] = [];
        for (const { from, to } of stretchesOf(merged, units)) {
          for (let lba = from; lba < to; lba++) if (broken.has(lba)) expected.push(lba);
        }
        const found = probed.bad.flatMap(({ from, to }) => {
          return Array.from({ length: to - from }, (_v, i) => from + i);
        });
        expect(found).toEqual(expected);
        for (const { value } of probed.bad) expect(value).toMatchObject({ exact: true, reads: 3 });
        const weak = all.some(({ kind }) => kind === 'weak 1' || kind === 'weak 2');
        if (!weak) expect(probed.weak).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
