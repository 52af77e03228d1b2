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

describe('where the map has room for changes', () => {
  const value = { error: 'UNC', errno: null, exact: true, reads: 1 } as const;
  const lbas = (list: readonly { from: number; to: number }[] | undefined) =>
    list?.map(({ from, to }) => [from, to]);

  /** All findings take a minute of a core. */
  async function begunWithRoom() {
    const autosave = await autosaved();
    file.costOf = ({ changes }) => ({ busyMs: changes === undefined ? 60_000 : 1, bytes: 0 });
    autosave.begin();
    await vi.advanceTimersByTimeAsync(500);
    file.awaits = { ...file.awaits, roomForChanges: 100_000 };
    return autosave;
  }

  test('each update brings what changed since the last, whatever all of them cost', async () => {
    const autosave = await begunWithRoom();
    const { findings } = context;
    expect(file.updates.at(-1)!.findings).not.toBeNull();
    for (let lba = 10; lba < 130; lba++) {
      findings.bad.set(lba, lba + 1, { ...value, reads: lba });
      await vi.advanceTimersByTimeAsync(500);
      const { findings: all, changes } = file.updates.at(-1)!;
      expect([all, lbas(changes?.ranges), lbas(changes?.findings.bad)]).toEqual([
        null,
        [[lba, lba + 1]],
        [[lba, lba + 1]],
      ]);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(file.updates.at(-1)!.changes).toMatchObject({ ranges: [], findings: { bad: [] } });
    await autosave.end(aState({ runs: 9 }));
    expect(file.updates.at(-1)!.changes).toBeUndefined();
    expect(file.updates.at(-1)!.findings!.bad).toHaveLength(120);
  });

  test('where that is much, every second', async () => {
    const autosave = await begunWithRoom();
    file.costOf = () => ({ busyMs: 60, bytes: 0 });
    const before = file.updates.length;
    await vi.advanceTimersByTimeAsync(60_000);
    const later = file.updates.slice(before);
    expect(later.length).toBeGreaterThanOrEqual(118);
    const isOne = later.map(({ changes }) => changes !== undefined);
    expect(isOne.some((one, i) => !one && isOne[i + 1] === false)).toBe(false);
    await autosave.end(aState());
  });

  test('what could not be written is brought again', async () => {
    const autosave = await begunWithRoom();
    context.findings.weak.set(5, 6, value);
    file.failing = 'update';
    await vi.advanceTimersByTimeAsync(500);
    file.failing = null;
    context.findings.weak.set(7, 8, value);
    await vi.advanceTimersByTimeAsync(500);
    expect(lbas(file.updates.at(-1)!.changes?.findings.weak)).toEqual([
      [5, 6],
      [7, 8],
    ]);
    await autosave.end(aState());
  });

  test('blocks that are masked, and those that are no longer, are among what changed', async () => {
    const autosave = await begunWithRoom();
    context.shares.push({ first: 0, next: 100, end: 1000 });
    context.findings.failed.set(3, 9, { error: 'IO', errno: 'EIO' });
    leaveUnverified({ first: 5, end: 7 });
    await vi.advanceTimersByTimeAsync(500);
    expect(lbas(file.updates.at(-1)!.changes?.ranges)).toEqual([[3, 9]]);
    expect(lbas(file.updates.at(-1)!.changes?.findings.failed)).toEqual([
      [3, 5],
      [7, 9],
    ]);
    leaveUnverified();
    await vi.advanceTimersByTimeAsync(500);
    expect(lbas(file.updates.at(-1)!.changes?.ranges)).toEqual([[5, 7]]);
    expect(lbas(file.updates.at(-1)!.changes?.findings.failed)).toEqual([[5, 7]]);
    await autosave.end(aState());
  });

  test.each([
    ['there is no room for what changed', { roomForChanges: 1000 }],
    ['findings have no room', { mostFindings: 0 }],
    ['what the file has is not known', { roomForChanges: 0, isOwed: true }],
  ])('all of them go where %s', async (_, awaits) => {
    const autosave = await begunWithRoom();
    context.findings.bad.set(5, 6, value);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = file.updates.length;
    file.awaits = { ...file.awaits, ...awaits };
    await vi.advanceTimersByTimeAsync(500);
    const { findings, changes } = file.updates[before]!;
    expect([lbas(findings?.bad), changes]).toEqual([[[5, 6]], undefined]);
    await autosave.end(aState());
  });

  test('and where something was taken back: who does not know of changes must see it', async () => {
    const autosave = await begunWithRoom();
    context.rewritten.push({ first: 3, end: 4 });
    await vi.advanceTimersByTimeAsync(500);
    expect(file.updates.at(-1)!.findings).not.toBeNull();
    await autosave.end(aState());
  });
});
