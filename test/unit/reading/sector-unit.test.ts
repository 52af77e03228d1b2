// When a guessed physical sector is believed: once whole ones have failed in each of their logical sectors.

import { describe, expect, test } from 'vitest';
import { SectorUnit, SINGLE } from '../../../src/reading/sector-unit.ts';
import type { InspectedTarget } from '../../../src/vocabulary/device.ts';
import type { LbaRange } from '../../../src/vocabulary/ranges.ts';
import { failedReading, lateReading } from '../engine/scripted-runner.ts';

/** Of 8 sectors, which begin at `phase`. */
function unitOf(isPhysicalGuessed?: boolean, physicalBytes = 4096, phase = 0): SectorUnit {
  const device = { logicalBytes: 512, physicalBytes };
  const target = { device, physicalFirstLba: phase, isPhysicalGuessed };
  return new SectorUnit(target as unknown as InspectedTarget);
}
const GUESSED = { unitSectors: 8, phaseLba: 0 };

describe('what is surely no larger than the disk’s own', () => {
  test.each([
    ['what the disk says', false, 4096, GUESSED, false],
    ['or does not call a guess', undefined, 4096, GUESSED, false],
    ['of a guess a single sector', true, 4096, SINGLE, true],
    ['a guess of one sector', true, 512, SINGLE, false],
  ] as const)('%s', (_, isGuessed, physicalBytes, surest, isOpen) => {
    const unit = unitOf(isGuessed, physicalBytes);
    expect([unit.surest, unit.isOpen, unit.isDisproven]).toEqual([surest, isOpen, false]);
    expect(unit.guessed.unitSectors).toBe(physicalBytes / 512);
  });
});

describe('witnesses', () => {
  const unit = (from: number) => failedReading(from, from + 8);

  test.each<[string, number, number[], LbaRange[]]>([
    ['none failed', 0, [], []],
    ['one', 0, [16], [{ from: 16, to: 24 }]],
    [
      'both ends of a row',
      0,
      [16, 24, 32],
      [
        { from: 16, to: 24 },
        { from: 32, to: 40 },
      ],
    ],
    [
      'two',
      0,
      [16, 24],
      [
        { from: 16, to: 24 },
        { from: 24, to: 32 },
      ],
    ],
    ['the first row', 0, [16, 40, 48], [{ from: 16, to: 24 }]],
    [
      'whose edges are the disk’s',
      7,
      [15, 23],
      [
        { from: 15, to: 23 },
        { from: 23, to: 31 },
      ],
    ],
    ['no row that begins elsewhere', 7, [16], []],
  ])('%s', (_, phase, failed, expected) => {
    expect(unitOf(true, 4096, phase).witnesses(failed.map(unit))).toEqual(expected);
  });

  test('the first row that is whole, where the block cuts one', () => {
    const cut = failedReading(4, 8);
    expect(unitOf(true).witnesses([cut, unit(16)])).toEqual([{ from: 16, to: 24 }]);
    expect(unitOf(true).witnesses([failedReading(0, 4)])).toEqual([]);
  });

  test('none where one came late: it may read', () => {
    expect(unitOf(true).witnesses([unit(16), lateReading(24, 32)])).toEqual([]);
  });
});

describe('its sectors, each alone', () => {
  const witnesses = [
    { from: 16, to: 24 },
    { from: 32, to: 40 },
  ];
  const all = witnesses.flatMap(({ from }) => Array.from({ length: 8 }, (_, i) => from + i));
  const judged = (failed: readonly number[], late: readonly number[] = []) => {
    const unit = unitOf(true);
    unit.judge(witnesses, [
      ...failed.map((lba) => failedReading(lba)),
      ...late.map((lba) => lateReading(lba)),
    ]);
    expect(unit.isOpen).toBe(false);
    expect(unit.surest).toEqual(unit.isDisproven ? SINGLE : GUESSED);
    return !unit.isDisproven;
  };

  test('prove it where all failed', () => {
    expect(judged(all)).toBe(true);
  });

  test('disprove it where one read, or came late', () => {
    expect(judged(all.slice(1))).toBe(false);
    expect(judged(all.slice(1), [all[0]!])).toBe(false);
    expect(judged([])).toBe(false);
  });

  test('disprove it where there was no witness', () => {
    const unit = unitOf(true);
    unit.judge([], []);
    expect(unit.isDisproven).toBe(true);
  });
});
