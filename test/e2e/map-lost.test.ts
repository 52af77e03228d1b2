// A map that is removed, renamed, cut or written over while its scan runs: said at once, and the scan goes
// on; its status says that the map could not be kept.

import {
  existsSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mapPath, reported, sleep } from './maps.ts';
import { startScan } from './run-cli.ts';

/** Of twenty seconds, by the disk's own clock. */
const SIM = 'sim:size=4GB,speed=1';
const LIMIT_MS = 150_000;

/** Starts a scan with a map, does that to the map, and waits until the scan says so. */
async function scanThatLoses(path: string, lose: (path: string) => void, words: RegExp) {
  const { child, finished } = startScan(SIM, '--map', path);
  let said = '';
  child.stderr!.on('data', (text) => {
    said += text;
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  while (!ended && !(existsSync(path) && said.includes('scanning'))) await sleep(50);
  await sleep(1500);
  expect(ended, said).toBe(false);
  lose(path);
  while (!ended && !words.test(said)) await sleep(50);
  expect(said).toMatch(words);
  // What was being written when it was lost may have got there before that was noticed.
  const left = existsSync(path) ? readFileSync(path) : null;
  return { saidWhileItRan: !ended, left, run: await finished };
}

describe('a map that is lost while its scan runs:', () => {
  test.concurrent.for<[string, (path: string) => void, RegExp]>([
    ['removed', unlinkSync, /was removed or renamed/],
    ['renamed', (path) => renameSync(path, `${path}.old`), /was removed or renamed/],
    ['cut', (path) => truncateSync(path, 4096), /was cut or lengthened/],
    ['written over', (path) => writeFileSync(path, Buffer.alloc(40_000, 'x')), /was cut or l/],
    [
      'written over, as long',
      (path) => writeFileSync(path, Buffer.alloc(readFileSync(path).length, 'x'), { flag: 'r+' }),
      /was written over/,
    ],
  ])('%s', { timeout: LIMIT_MS * 2 }, async ([name, lose, words], { onTestFinished }) => {
    const path = mapPath('disk.map', onTestFinished);
    const { saidWhileItRan, left, run } = await scanThatLoses(path, lose, words);
    expect(saidWhileItRan).toBe(true);
    expect(run.status).toBe(3);
    expect(run.scan.coverage).toMatchObject({ unread: 0, bad: 0 });
    if (name === 'renamed') {
      const stored = (await reported(`${path}.old`)).scan;
      expect(stored.coverage).toEqual(run.scan.coverage);
      expect(stored.notes).toEqual([]);
    }
    if (name.startsWith('written over')) {
      expect(readFileSync(path).equals(left!), 'nothing is written any more').toBe(true);
      expect(left!.includes('x'.repeat(512))).toBe(true);
    }
  });
});
