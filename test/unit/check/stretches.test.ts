// Which sectors are read, and in which requests.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EACH_SECTOR_LIMIT, stretchesOf, type Units } from '../../../src/check/stretches.ts';
import { mergeSuspects } from '../../../src/index.ts';
import { type Suspect, suspectsOf } from '../../../src/kernel-log/index.ts';
import { SEED } from '../../property/seed.ts';
import { readLog } from '../kernel-log/read-log.ts';
import { aTarget } from '../kernel-log/targets.ts';

const UNITS: Units = { sectors: 100_000, logicalBytes: 512, unitSectors: 1, phaseLba: 0 };
const typed = (firstLba: number, lastLba = firstLba): Suspect => ({
  firstLba,
  lastLba,
  sources: [],
});

/** "744-999/256 1000-1000/256!": from, last, request, each. */
function words(suspects: readonly Suspect[], units = UNITS): string {
  return [...stretchesOf(suspects, units)]
    .map(({ from, to, requestSectors, each }) => {
      return `${from}-${to - 1}/${requestSectors}${each ? '!' : ''}`;
    })
    .join(' ');
}

/** The suspects of one log line about "sda". */
function accusedBy(line: string, logicalBytes = 512): readonly Suspect[] {
  const target = aTarget({ sectors: UNITS.sectors, logicalBytes });
  return suspectsOf(readLog(line).accusations, target).suspects;
}

describe('stretches', () => {
  test('an LBA, and 256 sectors before and after', () => {
    expect(words([typed(1000)])).toBe('744-999/256 1000-1000/256! 1001-1256/256');
  });

  test('as long as the kernel’s request was', () => {
    const line = 'sda[READ(offset=5120000, length=65536)]error = 5';
    expect(words(accusedBy(`g_vfs_done():${line}`))).toBe(
      '9872-9999/128 10000-10127/128! 10128-10255/128',
    );
  });

  test('at the ends of the disk', () => {
    expect(words([typed(0), typed(99_999)])).toBe(
      '0-0/256! 1-256/256 99743-99998/256 99999-99999/256!',
    );
  });

  test('neighbours that meet are read once', () => {
    expect(words([typed(1000), typed(1100)])).toBe(
      '744-999/256 1000-1000/256! 1001-1099/99 1100-1100/256! 1101-1356/256',
    );
  });

  test('in whole physical sectors, wherever they begin', () => {
    const units = { ...UNITS, unitSectors: 8, phaseLba: 7 };
    expect(words([typed(1000), typed(1005)], units)).toBe(
      '743-998/256 999-1006/256! 1007-1262/256',
    );
    expect(words([typed(2)], units)).toBe('0-6/256! 7-262/256');
  });

  test('a long range is cut into requests, and not read sector by sector', () => {
    const to = 20_000 + EACH_SECTOR_LIMIT;
    expect(words([typed(20_000, to)])).toBe(
      `19744-19999/256 20000-${to}/256 ${to + 1}-${to + 256}/256`,
    );
  });

  test('cover every suspect once, in order, whatever they are', () => {
    const suspect = fc.tuple(fc.nat(99_999), fc.nat(3000)).map(([from, length]) => {
      return typed(from, Math.min(99_999, from + length));
    });
    const units = fc.constantFrom([1, 0], [8, 0], [8, 7], [16, 3]);
    fc.assert(
      fc.property(
        fc.array(suspect, { minLength: 1, maxLength: 40 }),
        units,
        (some, [unit, phase]) => {
          const suspects = mergeSuspects(some);
          const disk = { ...UNITS, unitSectors: unit!, phaseLba: phase! };
          const stretches = [...stretchesOf(suspects, disk)];
          let reached = 0;
          for (const { from, to } of stretches) {
            expect(from).toBeGreaterThanOrEqual(reached);
            expect(to).toBeGreaterThan(from);
            reached = to;
          }
          expect(reached).toBeLessThanOrEqual(disk.sectors);
          for (const { firstLba: from, lastLba: to } of suspects) {
            const inside = stretches.filter((stretch) => stretch.from <= to && stretch.to > from);
            expect(inside[0]!.from).toBeLessThanOrEqual(from);
            expect(inside.at(-1)!.to).toBeGreaterThan(to);
            for (const [i, stretch] of inside.entries()) {
              if (i > 0) expect(stretch.from).toBe(inside[i - 1]!.to);
            }
          }
        },
      ),
      { seed: SEED },
    );
  });
});

test('suspects merge where they overlap or touch', () => {
  const merged = mergeSuspects([typed(50, 60), typed(10, 20), typed(21, 30), typed(55, 58)]);
  expect(merged.map(({ firstLba, lastLba }) => [firstLba, lastLba])).toEqual([
    [10, 30],
    [50, 60],
  ]);
});
