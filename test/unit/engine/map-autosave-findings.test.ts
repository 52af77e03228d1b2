// How often findings are written: the list of a dying disk is long, and each time it is written whole.

import { describe, expect, test, vi } from 'vitest';
import { aState } from '../map-file/fixtures.ts';
import { autosaved, context, file, holdClock, leaveUnverified } from './noted-autosave.ts';

const [TIME_BYTE, UNC_BYTE] = [243, 247];

holdClock();

const withFindings = () => file.updates.filter(({ findings }) => findings !== null).length;

describe('of a minute of updates, findings go with', () => {
  test.each([
    ['all, as long as they cost little', { busyMs: 4, bytes: 400_000 }, 118, 120],
    ['a hundredth of the processor’s time', { busyMs: 60, bytes: 1000 }, 9, 11],
    ['a hundredth of the time of the map’s disk', { busyMs: 0, bytes: 6_000_000 }, 9, 11],
    ['one at least', { busyMs: 60_000, bytes: 0 }, 1, 2],
  ])('%s', async (_, cost, least, most) => {
    const autosave = await autosaved();
    file.snapshotCost = cost;
    autosave.begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(file.updates.length).toBeGreaterThanOrEqual(118);
    expect(withFindings()).toBeGreaterThanOrEqual(least);
    expect(withFindings()).toBeLessThanOrEqual(most);
    // Paid in advance by none: the first goes at once, and the last with the end.
    expect(file.updates[0]!.findings).not.toBeNull();
    await autosave.end(aState({ runs: 9 }));
    expect(file.updates.at(-1)).toMatchObject({ state: { runs: 9 }, findings: { bad: [] } });
  });
});

test('what was taken back takes its findings with it at once', async () => {
  const autosave = await autosaved();
  file.snapshotCost = { busyMs: 100_000, bytes: 0 };
  autosave.begin();
  await vi.advanceTimersByTimeAsync(5000);
  expect(withFindings()).toBe(1);
  context.rewritten.push({ first: 3, end: 4 });
  await vi.advanceTimersByTimeAsync(5000);
  expect(withFindings()).toBe(2);
  await autosave.end(aState());
});

test('findings of blocks that may be taken back are not written', async () => {
  const autosave = await autosaved();
  const { findings } = context; // blocks of one sector
  context.shares.push({ first: 0, next: 100, end: 1000 });
  findings.failed.set(3, 9, { error: 'IO', errno: 'EIO' });
  const value = { error: 'IO', errno: 'EIO', exact: true, reads: 1 } as const;
  findings.bad.set(20, 21, value);
  findings.bad.set(30, 31, value);
  leaveUnverified({ first: 5, end: 7 }, { first: 6, end: 8 }, { first: 30, end: 40 });
  autosave.begin();
  await vi.advanceTimersByTimeAsync(500);
  const written = file.updates[0]!.findings!;
  expect(written.failed.map(({ from, to }) => [from, to])).toEqual([
    [3, 5],
    [8, 9],
  ]);
  expect(written.bad.map(({ from, to }) => [from, to])).toEqual([[20, 21]]);
  leaveUnverified();
  await autosave.end(aState());
  expect(file.updates.at(-1)!.findings).toMatchObject({
    failed: [{ from: 3, to: 9 }],
    bad: [{}, {}],
  });
});

test('a failed block whose reading was not told is masked: it may have come late', async () => {
  const autosave = await autosaved();
  context.shares.push({ first: 0, next: 10, end: 1000 });
  context.map.fill(50).fill(TIME_BYTE, 3, 5).fill(UNC_BYTE, 7, 8);
  context.findings.failed.set(4, 5, { error: 'TIME', errno: null });
  autosave.begin();
  await vi.advanceTimersByTimeAsync(500);
  const readable = () => file.updates.at(-1)!.readable.map(({ first, end }) => [first, end]);
  expect(readable()).toEqual([
    [0, 3],
    [4, 7],
    [8, 10],
  ]);
  const late = { latencyNs: 31e9, late: true, againNs: null, rereadDone: false };
  context.findings.slow.set(3, { from: 3, to: 4, ...late });
  context.findings.failed.set(7, 8, { error: 'UNC', errno: null });
  await vi.advanceTimersByTimeAsync(500);
  expect(readable()).toEqual([[0, 10]]);
  await autosave.end(aState());
});

test('that not all findings have room is noted while it is so', async () => {
  const autosave = await autosaved();
  autosave.begin();
  const noted = () => context.notes.filter((note) => note.includes('than the map has room for'));
  await vi.advanceTimersByTimeAsync(500);
  expect([noted(), autosave.caution]).toEqual([[], null]);
  file.leftOut = 3;
  await vi.advanceTimersByTimeAsync(1000);
  expect(noted()).toHaveLength(1);
  expect(autosave.caution).toMatch(/^x\.map: more was found/);
  file.leftOut = 0;
  await vi.advanceTimersByTimeAsync(500);
  expect([noted(), autosave.caution]).toEqual([[], null]);
  // What an earlier run had no room for, and this one does not narrow again.
  Object.assign(context, {
    plan: { ...context.plan, refine: false },
    previous: { ...context.previous, recordsLeftOut: 1 },
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(noted()).toHaveLength(1);
  await autosave.end(aState());
});
