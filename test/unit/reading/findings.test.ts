// What is found, as it is kept and as it is reported.

import { describe, expect, test } from 'vitest';
import { Findings } from '../../../src/reading/findings.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import { errorOfCode } from '../../../src/vocabulary/classes.ts';
import { KEPT_SLOW_BLOCKS } from '../../../src/vocabulary/defects.ts';
import { Grid } from '../../../src/vocabulary/grid.ts';

const UNC = errorOfCode('UNC').native;
const IO = errorOfCode('IO').native;

const reading = (from: number, to = from + 1, change: Partial<Reading> = {}): Reading => ({
  from,
  to,
  latencyNs: 600e6,
  error: 0,
  errno: 0,
  drive: 0,
  named: false,
  late: false,
  ...change,
});
const failure = (from: number, to?: number, error = UNC) => reading(from, to, { error, errno: 5 });

test('weak: once a block that was so as a whole, else sector by sector', () => {
  const findings = new Findings();
  const grid = new Grid(0, 1000, 8);
  const value = { error: 'UNC', errno: 'EIO', reads: 2 } as const;
  findings.addWeak(4, 20, { ...value, exact: false });
  findings.addWeak(100, 103, { ...value, exact: true });
  expect(findings.weakPlaces(grid)).toBe(3 + 3);
  expect(new Findings().weakPlaces(grid)).toBe(0);
});

describe('slow blocks', () => {
  test('100,000 are kept one by one, the rest is counted; late ones are kept all', () => {
    expect(KEPT_SLOW_BLOCKS).toBe(100_000);
    const findings = new Findings();
    for (let i = 0; i < 99_999; i++) findings.addSlow(reading(i));
    expect([findings.slow.size, findings.slowNotKept]).toEqual([99_999, 0]);
    findings.addSlow(reading(99_999));
    expect([findings.slow.size, findings.slowNotKept]).toEqual([100_000, 0]);
    findings.addSlow(reading(100_000));
    expect([findings.slow.size, findings.slowNotKept]).toEqual([100_000, 1]);
    findings.addSlow(reading(100_001, 100_002, { late: true }));
    expect([findings.slow.size, findings.slowNotKept]).toEqual([100_001, 1]);
  });

  test('are told where they took 500 ms, once or alone, or came late; all are read again', () => {
    const findings = new Findings();
    findings.addSlow(reading(1, 2, { latencyNs: 499e6 }));
    findings.addSlow(reading(3, 4, { latencyNs: 500e6 }));
    findings.addSlow(reading(5, 6, { latencyNs: 60e6, late: true }));
    const told = () => [findings.allSlow().map(({ from }) => from), findings.slowBlocks];
    expect(told()).toEqual([[3, 5], 2]);
    expect(findings.toKeep().slow).toHaveLength(3);
    findings.slow.set(1, { ...findings.slow.get(1)!, againNs: 500e6 });
    expect(told()).toEqual([[1, 3, 5], 3]);
  });

  test('are to be read again until that is done', () => {
    const findings = new Findings();
    expect(findings.hasSlowToReread).toBe(false);
    findings.addSlow(reading(0));
    findings.addSlow(reading(1));
    findings.slow.set(0, { ...findings.slow.get(0)!, rereadDone: true });
    expect(findings.hasSlowToReread).toBe(true);
    findings.slow.set(1, { ...findings.slow.get(1)!, rereadDone: true });
    expect(findings.hasSlowToReread).toBe(false);
  });

  test('are kept by LBA, whenever they were read', () => {
    const findings = new Findings();
    for (const lba of [500, 20, 100]) findings.addSlow(reading(lba));
    expect(findings.toKeep().slow.map(({ from }) => from)).toEqual([20, 100, 500]);
    expect(findings.toKeep().slow[0]).toEqual({
      from: 20,
      to: 21,
      latencyNs: 600e6,
      late: false,
      againNs: null,
      rereadDone: false,
    });
  });
});

describe('for the report', () => {
  test('neighbours are one where they failed the same way, with the fewest readings', () => {
    const findings = new Findings();
    for (const lba of [10, 11, 12]) findings.addBad(failure(lba));
    findings.addBad(failure(13, 14, IO));
    findings.bad.delete(11, 12);
    findings.bad.set(11, 12, { error: 'UNC', errno: 'EIO', exact: true, reads: 7 });
    expect(findings.bad.items).toHaveLength(4);
    expect(findings.allBad()).toEqual([
      { from: 10, to: 13, value: { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } },
      { from: 13, to: 14, value: { error: 'IO', errno: 'EIO', exact: true, reads: 1 } },
    ]);
  });

  test('a block that was not narrowed is bad, not exact, and apart from what is', () => {
    const findings = new Findings();
    findings.addFailed(failure(0, 8));
    findings.addBad(failure(8));
    expect(findings.allBad()).toEqual([
      { from: 0, to: 8, value: { error: 'UNC', errno: 'EIO', exact: false, reads: 0 } },
      { from: 8, to: 9, value: { error: 'UNC', errno: 'EIO', exact: true, reads: 1 } },
    ]);
  });

  test('weak extents that touch are one as well', () => {
    const findings = new Findings();
    const value = { error: 'UNC', errno: null, exact: true } as const;
    findings.addWeak(0, 8, { ...value, reads: 3 });
    findings.addWeak(8, 16, { ...value, reads: 1 });
    expect(findings.weak.items).toHaveLength(2);
    expect(findings.allWeak()).toEqual([{ from: 0, to: 16, value: { ...value, reads: 1 } }]);
  });
});

describe('for a map', () => {
  test('bad sectors of a block that is still narrowed are left out, and cut at its edge', () => {
    const findings = new Findings();
    findings.addFailed(failure(8, 16));
    findings.addBad(failure(6, 10));
    findings.addBad(failure(20));
    expect(findings.toKeep().bad.map(({ from, to }) => [from, to])).toEqual([
      [6, 8],
      [20, 21],
    ]);
    expect(findings.toKeep().failed.map(({ from, to }) => [from, to])).toEqual([[8, 16]]);
  });

  test('it is a copy: the scan goes on', () => {
    const findings = new Findings();
    findings.addFailed(failure(8, 16));
    findings.addSlow(reading(100));
    const kept = findings.toKeep();
    findings.failed.delete(8, 12);
    findings.slow.set(100, { ...findings.slow.get(100)!, rereadDone: true });
    expect([kept.failed[0]!.from, kept.slow[0]!.rereadDone]).toEqual([8, false]);
  });
});

test('failed blocks are counted by the grid, also where several are one extent', () => {
  const findings = new Findings();
  findings.addFailed(failure(0, 8));
  findings.addFailed(failure(8, 16));
  findings.addFailed(failure(36, 40));
  expect(findings.failed.items).toHaveLength(2);
  expect(findings.failedBlocks(new Grid(0, 100, 8))).toBe(3);
});

test('what is taken back leaves every list', () => {
  const findings = new Findings();
  findings.addFailed(failure(0, 8));
  findings.addBad(failure(9));
  findings.addSlow(reading(16, 24));
  findings.addSlow(reading(24, 32));
  for (const lba of [0, 8, 16]) findings.forget(lba, lba + 8);
  expect(findings.toKeep()).toMatchObject({ failed: [], bad: [], slow: [{ from: 24 }] });
});

describe('what the drive said', () => {
  const told = (from: number, drive: number, named = false) =>
    reading(from, from + 1, { error: UNC, drive, named });

  test('is kept, and keeps apart what failed otherwise', () => {
    const findings = new Findings();
    for (const one of [told(1, 0), told(2, 0x01005140), told(3, 0x01005140)]) findings.addBad(one);
    findings.addBad(told(4, 0x01005140, true));
    expect(
      findings.allBad().map(({ from, to, value }) => [from, to, value.drive, value.named]),
    ).toEqual([
      [1, 2, undefined, undefined],
      [2, 4, '51/40', undefined],
      [4, 5, '51/40', true],
    ]);
  });
});

test('of whole blocks is kept what is kept of all, and what changed is told', () => {
  const findings = new Findings();
  const grid = new Grid(0, 400, 8);
  findings.addFailed(failure(8, 24));
  findings.addBad(failure(10, 11));
  findings.addBad(failure(33, 34));
  findings.addSlow(reading(40, 48));
  findings.addWeak(56, 64, { error: 'UNC', errno: null, exact: false, reads: 0 });
  expect(findings.entries).toBe(5);
  const all = findings.toKeep();
  expect(findings.toKeepWithin({ from: 0, to: 400 }, grid)).toEqual(all);
  expect(findings.toKeepWithin({ from: 16, to: 40 }, grid)).toEqual({
    failed: [{ ...all.failed[0], from: 16 }],
    bad: all.bad,
    weak: [],
    slow: [],
  });
  const told = () => findings.touched.spans.map(({ from, to }) => [from, to]);
  expect(told()).toEqual([
    [8, 24],
    [33, 34],
    [40, 48],
    [56, 64],
  ]);
  findings.touched.clear();
  findings.forget(40, 48);
  expect(told()).toEqual([[40, 48]]);
});

test('what the drive itself said is told with the defect, and left out where it said nothing', () => {
  const findings = new Findings();
  const told: unknown[] = [];
  findings.listeners.push(({ kind, drive }) => told.push([kind, drive]));
  findings.addFailed(reading(0, 256, { error: IO }));
  // As struct DriveStatus packs ATA's status 51, error 40.
  findings.addBad(reading(7, 8, { error: UNC, drive: 0x01_00_51_40 }));
  expect(told).toEqual([
    ['failed', undefined],
    ['bad', '51/40'],
  ]);
});
