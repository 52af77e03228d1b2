// 32 failures of IO, ABRT or TIME in a row: the disk is looked for. What reads anywhere is there.

import { describe, expect, test } from 'vitest';
import { inspectTarget, Run } from '../../../src/index.ts';
import { badOf, scanSim } from './scan-sim.ts';

describe('a storm of errors on a disk that is there', () => {
  for (const code of ['IO', 'ABRT', 'TIME']) {
    test(`${code}: only the very first block reads`, async () => {
      const scan = await scanSim(`size=41s,bad=1-40/${code}`, { blockSectors: 1 });
      expect(scan.error).toBeUndefined();
      expect(badOf(scan)).toEqual([`1-40 ${code}`]);
    });
  }

  test('all but a few blocks at the beginning', async () => {
    const scan = await scanSim('size=20000s,bad=50-19999/IO', { blockSectors: 1 });
    expect(scan.error).toBeUndefined();
    expect(badOf(scan)).toEqual(['50-19999 IO']);
  });

  test('the whole range, on a disk that reads elsewhere', async () => {
    const scan = await scanSim('size=1GB,bad=10000-19999/IO', {
      from: () => 10_000,
      to: () => 19_999,
      blockSectors: 8,
    });
    expect(scan.error).toBeUndefined();
    expect(badOf(scan)).toEqual(['10000-19999 IO']);
  });

  test('one good block in each thousand', async () => {
    const faults = [0, 1, 2, 3, 4].map((i) => `bad=${i * 1000 + 1}-${i * 1000 + 999}/IO`);
    const scan = await scanSim(`size=5000s,${faults.join()}`, { blockSectors: 1 });
    expect(scan.error).toBeUndefined();
    expect(scan.coverage).toEqual({ total: 5000, good: 5, bad: 4995, unread: 0 });
  });
});

describe('a disk of which nothing reads', () => {
  test('a storm in the pass: it left, all of it is unread', async () => {
    const scan = await scanSim('size=2000s,bad=0-1999/IO', { blockSectors: 1 });
    expect(scan.error?.code).toBe('ERR_GONE');
    expect(scan.coverage).toEqual({ total: 2000, good: 0, bad: 0, unread: 2000 });
    expect(scan.verdict).toBe('incomplete');
  });

  test('a storm that narrowing completes: the failures of the pass count for nothing, too', async () => {
    const scan = await scanSim('size=2000s,bad=0-1999/IO', { blockSectors: 100 });
    expect(scan.error?.code).toBe('ERR_GONE');
    expect(scan.coverage).toEqual({ total: 2000, good: 0, bad: 0, unread: 2000 });
    expect(scan.blocks).toMatchObject({ IO: 0, unread: 20 });
  });

  // Of the failures that name nothing, each alone.
  test.each(['ABRT', 'IO', 'TIME'])('%s of every sector: it left', async (code) => {
    const scan = await scanSim(`size=2000s,bad=0-1999/${code}`, { blockSectors: 100 });
    expect(scan.error?.code).toBe('ERR_GONE');
    expect(scan.coverage).toEqual({ total: 2000, good: 0, bad: 0, unread: 2000 });
  });

  test('31 failures are the disk’s, 32 are its absence', async () => {
    const options = { blockSectors: 1, refine: false };
    const less = await scanSim('size=31s,bad=0-30/IO', options);
    expect(less.error).toBeUndefined();
    expect(badOf(less)).toEqual(['0-30 IO?']);
    const enough = await scanSim('size=32s,bad=0-31/IO', options);
    expect(enough.error?.code).toBe('ERR_GONE');
    expect(enough.coverage).toEqual({ total: 32, good: 0, bad: 0, unread: 32 });
  });

  test('UNC is no storm: every sector is bad', async () => {
    const scan = await scanSim('size=2000s,bad=0-1999', { blockSectors: 1 });
    expect(scan.error).toBeUndefined();
    expect(badOf(scan)).toEqual(['0-1999 UNC']);
  });

  test('where no block reads, a sector that read alone shows that the disk is there', async () => {
    const scan = await scanSim('size=760s,bad=6-759/IO', { blockSectors: 2048 });
    expect(scan.error).toBeUndefined();
    expect(badOf(scan)).toEqual(['6-759 IO']);
  });

  test('a disk of one bad sector is not looked for', async () => {
    const scan = await scanSim('size=1s,bad=0/IO');
    expect(scan.error).toBeUndefined();
    expect(badOf(scan)).toEqual(['0-0 IO']);
  });
});

describe('a disk that leaves', () => {
  test('before anything has read: what it named before stays bad', async () => {
    const scan = await scanSim('size=100s,gone=1,bad=0-9', { blockSectors: 10 });
    expect(scan.error?.code).toBe('ERR_GONE');
    expect(badOf(scan)).toEqual(['0-9 UNC?']);
    expect(scan.coverage.unread).toBe(90);
    expect(scan.blocks).toMatchObject({ UNC: 1, GONE: 1, unread: 8 });
  });

  test('the failures without a name just before count for nothing', async () => {
    const scan = await scanSim('size=100s,gone=3,bad=0-9,bad=10-29/IO', { blockSectors: 10 });
    expect(scan.error?.code).toBe('ERR_GONE');
    expect(badOf(scan)).toEqual(['0-9 UNC?']);
    expect(scan.blocks).toMatchObject({ IO: 0, UNC: 1, GONE: 1, unread: 8 });
  });

  test('those before a named one count: the disk was there', async () => {
    const scan = await scanSim('size=100s,gone=2,bad=0-9/IO,bad=10-19', { blockSectors: 10 });
    expect(badOf(scan)).toEqual(['0-9 IO?', '10-19 UNC?']);
    expect(scan.blocks).toMatchObject({ IO: 1, UNC: 1, GONE: 1, unread: 7 });
  });
});

test.each([
  ['that it named nothing: once for the last blocks', 'gone=3,bad=0-9,bad=10-29/IO', 1],
  ['and nothing read or was named: for all of them, too', 'gone=3,bad=0-29/IO', 2],
  ['after blocks that read: for the last blocks', 'gone=3', 1],
])('a disk that left, %s: a screen learns that bytes were taken back', async (_, faults, count) => {
  const run = await Run.plan([await inspectTarget(`sim:size=100s,${faults}`)], {
    blockSectors: 10,
  });
  expect(run.scans[0]!.progress().rollbacks).toBe(0);
  await run.scan();
  expect(run.scans[0]!.progress().rollbacks).toBe(count);
});
