// How often a map is written and flushed while its scan runs, by a clock that the test holds.

import { describe, expect, test, vi } from 'vitest';
import { MapAutosave } from '../../../src/engine/map-autosave.ts';
import type { MapFile } from '../../../src/map-file/map-file.ts';
import { aState } from '../map-file/fixtures.ts';
import {
  autosaved,
  type Call,
  context,
  file,
  holdClock,
  leaveUnverified,
  refreshed,
} from './noted-autosave.ts';

// The promised version is bound to the real clock before a test can put another in its place.
vi.mock('node:timers/promises', () => ({
  setTimeout: <T>(ms: number, value: T) =>
    new Promise<T>((resolve) => setTimeout(() => resolve(value), ms)),
}));

holdClock();

const gaps = (times: readonly number[]) => times.map((ms, i) => ms - (i === 0 ? 0 : times[i - 1]!));

describe('while a scan runs', () => {
  test.each([
    0, 100, 400,
  ])('it is written every second, flushed every 5, where a call takes %d ms', async (takesMs) => {
    const autosave = await autosaved();
    file.takesMs = takesMs;
    const beganMs = performance.now();
    autosave.begin();
    await vi.advanceTimersByTimeAsync(60_000);
    const sinceMs = (call: Call) => file.at(call).map((ms) => ms - beganMs);
    const written = gaps(sinceMs('update'));
    const flushed = gaps(sinceMs('flush'));
    // What is written or flushed is so only when the call has ended.
    expect(Math.max(...written) + takesMs).toBeLessThanOrEqual(takesMs === 400 ? 1400 : 1000);
    expect(Math.max(...flushed) + takesMs).toBeLessThanOrEqual(5000);
    // About: a disk that is written all the time is another disk's noise.
    expect(written.length).toBeLessThanOrEqual(120);
    expect(flushed.length).toBeLessThanOrEqual(15);
    expect([written.length, flushed.length].every((count) => count >= 12)).toBe(true);
    expect(refreshed).toBe(written.length);
  });

  test('one write at a time, however long it takes', async () => {
    const autosave = await autosaved();
    file.takesMs = 3000;
    autosave.begin();
    await vi.advanceTimersByTimeAsync(2900);
    expect(file.names).toEqual(['update']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(file.names).toEqual(['update', 'update', 'flush']);
  });

  test('nothing is written before it begins, nor after it ended', async () => {
    const autosave = await autosaved();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(file.names).toEqual([]);
    autosave.begin();
    await autosave.end(aState());
    const { length } = file.names;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(file.names).toHaveLength(length);
  });

  test('only what has grown, what was changed, and what may yet be taken back is marked', async () => {
    const autosave = await autosaved();
    const share = { first: 0, next: 10, end: 500 };
    context.shares.push(share, { first: 500, next: 500, end: 1000 });
    autosave.begin();
    await vi.advanceTimersByTimeAsync(500);
    share.next = 20;
    leaveUnverified({ first: 15, end: 18 });
    await vi.advanceTimersByTimeAsync(500);
    leaveUnverified();
    context.rewritten.push({ first: 3, end: 4 });
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(500);
    expect(file.updates.map(({ dirty }) => dirty)).toEqual([
      [{ first: 0, end: 10 }],
      [
        { first: 10, end: 20 },
        { first: 15, end: 18 },
      ],
      [
        { first: 3, end: 4 },
        { first: 15, end: 18 },
      ],
      [],
    ]);
    expect(file.updates.map(({ readable }) => readable)).toEqual([
      [{ first: 0, end: 10 }],
      [
        { first: 0, end: 15 },
        { first: 18, end: 20 },
      ],
      [{ first: 0, end: 20 }],
      [{ first: 0, end: 20 }],
    ]);
  });
});

describe('a file system that does not take it', () => {
  test('is told, and tried again; when it takes it, nothing is told', async () => {
    const autosave = await autosaved();
    file.failing = 'update';
    autosave.begin();
    await vi.advanceTimersByTimeAsync(500);
    expect(autosave.trouble).toEqual({
      code: 'ERR_MAP_SPACE',
      errno: 'ENOSPC',
      message: 'no room',
    });
    file.failing = null;
    await vi.advanceTimersByTimeAsync(500);
    expect(autosave.trouble).toBeNull();
    await autosave.end(aState());
  });

  test('a failure of another kind is a defect', async () => {
    const autosave = await autosaved();
    file.failing = 'flush';
    file.failure = new TypeError('odd');
    autosave.begin();
    await vi.advanceTimersByTimeAsync(5000);
    const at = file.names.indexOf('flush');
    expect(at).toBeGreaterThan(0);
    await autosave.abandon();
    file.failing = 'update';
    const other = new MapAutosave('y.map', file as unknown as MapFile, {
      context,
      refresh: () => {},
      unverified: () => [],
      state: () => aState(),
      disturbed: () => [],
    });
    other.begin();
    await vi.advanceTimersByTimeAsync(500);
    expect(other.trouble).toEqual({
      code: 'ERR_DEFECT',
      errno: null,
      message: 'the map could not be written: TypeError: odd',
    });
    await other.abandon();
  });
});
