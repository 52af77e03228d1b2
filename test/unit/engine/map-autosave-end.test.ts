// How a map is kept at a scan's end.

import { describe, expect, test, vi } from 'vitest';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';
import { aState } from '../map-file/fixtures.ts';
import { autosaved, context, file, holdClock } from './noted-autosave.ts';

// The promised version is bound to the real clock before a test can put another in its place.
vi.mock('node:timers/promises', () => ({
  setTimeout: <T>(ms: number, value: T) =>
    new Promise<T>((resolve) => setTimeout(() => resolve(value), ms)),
}));

holdClock();

describe('at the end', () => {
  test('the last state is written, then the map is closed', async () => {
    const autosave = await autosaved();
    autosave.begin();
    await autosave.end(aState({ runs: 7 }));
    expect(file.names).toEqual(['update', 'close']);
    expect(file.updates[0]!.state.runs).toBe(7);
    expect(autosave.trouble).toBeNull();
  });

  test('after the write that is under way', async () => {
    const autosave = await autosaved();
    file.takesMs = 300;
    autosave.begin();
    await vi.advanceTimersByTimeAsync(600);
    const ended = autosave.end(aState({ runs: 7 }));
    await vi.advanceTimersByTimeAsync(1000);
    await ended;
    expect(file.names).toEqual(['update', 'update', 'close']);
    expect(file.updates[1]!.state.runs).toBe(7);
  });

  test.each([
    ['a small map', 1000, false, true],
    ['a small map, though somebody waits', 1000, true, true],
    ['a map of 2 TB, though somebody waits', 2 ** 24, true, true],
    ['a larger one', 2 ** 24 + 1, false, true],
    ['a larger one for which somebody waits, not', 2 ** 24 + 1, true, false],
  ])('it becomes compact: %s', async (_, blocks, stopping, compacts) => {
    const autosave = await autosaved(blocks);
    context.stopping = stopping;
    await autosave.end(aState());
    expect(file.compacts).toBe(compacts);
  });

  test('what cannot be closed is left open', async () => {
    const autosave = await autosaved();
    file.failing = 'close';
    await autosave.end(aState());
    expect(file.names).toEqual(['update', 'close', 'abandon']);
    expect(autosave.trouble).toMatchObject({ code: 'ERR_MAP_SPACE' });
  });

  test.each([
    ['a scan waits a minute', false, 60_000],
    ['one that was stopped, two seconds', true, 2000],
  ])('for a file system that does not answer %s', async (_, stopping, limitMs) => {
    const autosave = await autosaved();
    context.stopping = stopping;
    file.takesMs = 1e9;
    let ended = false;
    void autosave.end(aState()).then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(limitMs - 1);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe(true);
    expect(autosave.trouble).toEqual({
      code: 'ERR_MAP',
      errno: null,
      message: "the map's file system does not answer: x.map is not closed",
    });
  });

  test('a scan that met a defect leaves the map as it is, and waits two seconds at most', async () => {
    const autosave = await autosaved();
    autosave.begin();
    file.takesMs = 1e9;
    let left = false;
    void autosave.abandon().then(() => {
      left = true;
    });
    await vi.advanceTimersByTimeAsync(1999);
    expect([left, file.names]).toEqual([false, ['abandon']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(left).toBe(true);
  });
});

test('a map whose name leads elsewhere is closed all the same, and told', async () => {
  const autosave = await autosaved();
  autosave.begin();
  file.misplaced = new SurfscanError('ERR_MAP', 'it was removed');
  await vi.advanceTimersByTimeAsync(1000);
  expect(autosave.trouble).toMatchObject({ code: 'ERR_MAP', message: 'it was removed' });
  file.misplaced = null;
  await vi.advanceTimersByTimeAsync(1000);
  expect(autosave.trouble).toBeNull();
  file.misplaced = new SurfscanError('ERR_MAP', 'it was renamed');
  await autosave.end(aState());
  expect(autosave.trouble).toMatchObject({ message: 'it was renamed' });
  expect(file.names).toContain('close');
});
