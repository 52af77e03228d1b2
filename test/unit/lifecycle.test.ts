// States × ways to end, of readers in worker threads and of scans with a map: simulated disks and images.

import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectTarget, loadStoredScan, Run } from '../../src/index.ts';
import { until } from '../rig/system.ts';
import {
  BLOCKS,
  expectReaderEnds,
  expectScanEnds,
  HUNG_BLOCK,
  HUNG_MS,
  isPossible,
  READER_ENDS,
  READER_STATES,
  SCAN_BLOCK_SECTORS,
  SCAN_ENDS,
  SCAN_STATES,
} from './lives.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'surfscan-lives-'));
const IMAGE = join(FOLDER, 'image');
const BIG = join(FOLDER, 'big');
beforeAll(() => {
  for (const image of [IMAGE, BIG]) writeFileSync(image, '');
  truncateSync(IMAGE, SECTORS * 512);
  truncateSync(BIG, BLOCKS * 256 * 512);
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function simOf(blockSectors: number): string {
  const sectors = BLOCKS * blockSectors;
  const hang = `hang=${HUNG_BLOCK * blockSectors}@${HUNG_MS}`;
  return `size=${sectors}s,kind=ssd,speed=1,${hang},bad=${sectors - 100}`;
}

const SECTORS = BLOCKS * SCAN_BLOCK_SECTORS;
const TRUTH = { total: SECTORS, good: SECTORS - 1, bad: 1, unread: 0 };
const GOOD = { ...TRUTH, good: SECTORS, bad: 0 };

describe.concurrent.each(READER_STATES)('a reader in a worker, %s', (state) => {
  for (const end of READER_ENDS.filter((end) => isPossible(state, end))) {
    test(`of a simulated disk: ${end}`, () => expectReaderEnds({ spec: simOf(256) }, state, end));
    // No image can be made to keep a read.
    if (state.endsWith('read out')) continue;
    test(`of an image: ${end}`, () =>
      expectReaderEnds({ path: BIG, engine: 'pread', depth: 1 }, state, end));
  }
});

describe.concurrent.each(SCAN_STATES)('a process whose scan is at: %s', (state) => {
  test.each(SCAN_ENDS)('of a simulated disk: %s', async (end) => {
    const map = join(FOLDER, `sim ${state} ${end}.map`);
    const target = `sim:${simOf(SCAN_BLOCK_SECTORS)}`;
    await expectScanEnds({ target, map }, state, end, TRUTH);
  });

  if (state.endsWith('read out')) return;
  test('of an image: exit', async () => {
    const map = join(FOLDER, `image ${state}.map`);
    await expectScanEnds({ target: IMAGE, map }, state, 'exit', GOOD);
  });
});

test('an image in two scans at the same time: both find the truth', async () => {
  const runs = await Promise.all(
    [1, 2].map(async () => Run.plan([await inspectTarget(IMAGE)], { bytesPerSecond: 4 << 20 })),
  );
  const entries = await Promise.all(runs.map((run) => run.scan()));
  for (const [entry] of entries) expect(entry).toMatchObject({ coverage: GOOD, trouble: null });
});

test('an image that is cut off while it is scanned, and grows again: gone, and then read to its end', async () => {
  const image = join(FOLDER, 'cut');
  const map = join(FOLDER, 'cut.map');
  writeFileSync(image, '');
  truncateSync(image, SECTORS * 512);
  const planned = async (bytesPerSecond: number) =>
    Run.plan(
      [await inspectTarget(image)],
      { bytesPerSecond, blockSectors: SCAN_BLOCK_SECTORS },
      {
        path: map,
        resume: true,
      },
    );
  // A second for the half that stays.
  const run = await planned(1 << 20);
  const scanning = run.scan();
  await until('a first block', () => run.scans[0]!.progress().doneSectors > 0);
  truncateSync(image, (SECTORS / 2) * 512);
  const [cut] = await scanning;
  expect(cut).toMatchObject({ trouble: { code: 'ERR_GONE' }, bad: [], weak: [], mapTrouble: null });
  const { result } = await loadStoredScan(map);
  expect(result.coverage).toEqual({
    total: SECTORS,
    good: SECTORS / 2,
    bad: 0,
    unread: SECTORS / 2,
  });
  await expect(planned(2 ** 40)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  truncateSync(image, SECTORS * 512);
  const [whole] = await (await planned(2 ** 40)).scan();
  expect(whole).toMatchObject({ coverage: GOOD, trouble: null });
});
