// Reading a suspected file once more takes a hundredth of the time at most, by a clock that the test holds.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileWatch } from '../../../src/map-file/file-watch.ts';
import type { FileStorage } from '../../../src/map-file/storage.ts';

const BYTES = 4096;
const READ_MS = 20;
/** From the beginning of one reading to that of the next. */
const PERIOD_MS = 100 * READ_MS;

let nowMs = 0;
let mtimeNs = 1n;
let isWhole = true;
let readings = 0;

beforeEach(() => {
  [nowMs, mtimeNs, isWhole, readings] = [5000, 1n, true, 0];
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function aWatch(): Promise<FileWatch> {
  const stats = async () => ({ size: BigInt(BYTES), mtimeNs, ino: 1n, dev: 1n });
  const storage = { name: 'a.map', stats, statsOfName: stats } as unknown as FileStorage;
  const watch = new FileWatch(storage, BYTES, async () => {
    readings++;
    nowMs += READ_MS;
    return isWhole;
  });
  await watch.wrote();
  return watch;
}

const touch = () => mtimeNs++;

test('a file that nobody touched is not read', async () => {
  const watch = await aWatch();
  for (let i = 0; i < 5; i++) await watch.look();
  touch();
  await watch.wrote(); // by us
  await watch.look();
  expect(readings).toBe(0);
});

test('a touched one is read once, and no more until it is touched again', async () => {
  const watch = await aWatch();
  touch();
  for (let i = 0; i < 3; i++) {
    await watch.look();
    nowMs += 2 * PERIOD_MS;
  }
  expect(readings).toBe(1);
});

test('touched all the time, it is read again after a hundred times as long as that took', async () => {
  const watch = await aWatch();
  const beganMs = nowMs;
  touch();
  await watch.look();
  touch();
  for (const [ms, expected] of [
    [beganMs + READ_MS, 1],
    [beganMs + PERIOD_MS - 1, 1],
    [beganMs + PERIOD_MS, 2],
  ] as const) {
    nowMs = ms;
    await watch.look();
    expect(readings).toBe(expected);
  }
});

test('what was written over meanwhile is found then, though nobody touched it since', async () => {
  const watch = await aWatch();
  touch();
  await watch.look();
  isWhole = false;
  touch();
  await watch.look();
  await watch.wrote(); // by us: the time tells nothing any more
  await watch.look();
  expect(readings).toBe(1);
  nowMs += PERIOD_MS;
  await expect(watch.look()).rejects.toMatchObject({
    code: 'ERR_MAP',
    path: 'a.map',
    message: expect.stringContaining('was written over'),
  });
  isWhole = true;
  await expect(watch.look()).rejects.toMatchObject({ code: 'ERR_MAP' }); // for good
});
