// What changed of the findings, where the map has room for changes: what all of them cost does not matter then.

import { describe, expect, test, vi } from 'vitest';
import { aState } from '../map-file/fixtures.ts';
import {
  autosaved,
  context,
  file,
  holdClock,
  leaveDisturbed,
  leaveUnverified,
} from './noted-autosave.ts';

holdClock();

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

  test('of what others used, too: the range in which it changed, and what begins in it', async () => {
    const autosave = await begunWithRoom();
    const used = (from: number, foreignSectors: number) => ({
      from,
      to: from + 10,
      foreignSectors,
    });
    const changed = () => {
      const { disturbedRanges, findings } = file.updates.at(-1)!.changes!;
      return [lbas(disturbedRanges), findings.disturbed];
    };
    leaveDisturbed(used(0, 1), used(10, 1), used(20, 1));
    await vi.advanceTimersByTimeAsync(500);
    expect(changed()).toEqual([[[0, 30]], [used(0, 1), used(10, 1), used(20, 1)]]);
    leaveDisturbed(used(0, 1), used(10, 2), used(20, 1));
    await vi.advanceTimersByTimeAsync(500);
    expect(changed()).toEqual([[[10, 20]], [used(10, 2)]]);
    leaveDisturbed(used(0, 1), used(20, 1));
    await vi.advanceTimersByTimeAsync(500);
    expect(changed()).toEqual([[[10, 20]], []]);
    await vi.advanceTimersByTimeAsync(500);
    expect(changed()).toEqual([[], []]);
    await autosave.end(aState());
  });

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
