// With which options a scan goes on with its map, and what becomes of the map's file.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newContext } from '../../../src/engine/context.ts';
import { createMap, openMap, planResumed } from '../../../src/engine/map-open.ts';
import { planScan, type ScanOptions } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import type { MapState } from '../../../src/map-file/state.ts';
import { aState, BLOCK_SECTORS } from '../map-file/fixtures.ts';
import { BLOCKS, held } from './held-map.ts';

describe('the options', () => {
  const target = () => inspectTarget(`sim:size=${BLOCKS * BLOCK_SECTORS}s`);
  const planOf = async (given: ScanOptions, state: Partial<MapState> = {}) =>
    planResumed(await target(), held(state), given);

  test('are those that the map keeps, and those that are given', async () => {
    const state = { options: { timeoutSeconds: 7, retries: 2 } };
    const { options, plan } = await planOf({ retries: 3 }, state);
    expect(options).toMatchObject({ timeoutSeconds: 7, retries: 3 });
    expect(plan).toMatchObject({ timeoutMs: 7000, retries: 3, blockSectors: BLOCK_SECTORS });
  });

  test.each([
    [{ from: () => 8 }, 'first LBA is 0, and 8'],
    [{ to: () => 791 }, 'last LBA is 799, and 791'],
    [{ blockSectors: 16 }, 'block size is 8, and 16'],
  ])('%o do not fit', async (given, words) => {
    await expect(planOf(given)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: `the map does not fit: its ${words} is asked for`,
      }),
    );
  });

  test('that say the same fit', async () => {
    const given = { from: () => 0, to: () => 799, blockSectors: 8 };
    expect((await planOf(given)).plan).toMatchObject({ fromLba: 0, toLba: 800, blockSectors: 8 });
  });

  // What it had no room for would be told, and lost, once more.
  test.each([
    [true, 1, undefined, false],
    [true, 0, undefined, true],
    [false, 1, undefined, true],
    [true, 1, true, true],
  ])('complete: %s, findings left out: %d, --refine: %s', async (complete, recordsLeftOut, refine, isRefined) => {
    const given = refine === undefined ? {} : { refine };
    const { plan } = await planOf(given, { complete, recordsLeftOut });
    expect(plan.refine).toBe(isRefined);
  });
});

describe('a map’s file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-open-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'a.map');
  const DISK = 'sim:size=1000s';

  test('that is not there is to be made, with or without --resume', async () => {
    const target = await inspectTarget(DISK);
    for (const resume of [true, false]) {
      expect(await openMap(path, target, { path, resume }, {})).toEqual({ path });
    }
    expect(existsSync(path)).toBe(false);
  });

  test('is gone on with where that is asked for, and the disk is the same', async () => {
    const target = await inspectTarget(DISK);
    const context = newContext(target, planScan(target, { blockSectors: 8 }), null);
    const state = aState({ options: { retries: 2, laterOption: true } });
    await (await createMap(path, context, state, false)).close();
    const notThere = openMap(path, target, { path, resume: false }, {});
    await expect(notThere).rejects.toThrow(/is there already: go on with --resume/);
    const other = openMap(path, await inspectTarget('sim:size=999s'), { path, resume: true }, {});
    await expect(other).rejects.toMatchObject({ code: 'ERR_USAGE' });
    const opened = await openMap(path, target, { path, resume: true }, {});
    if (!('file' in opened) || opened.file === null) throw new Error('it is not opened');
    await opened.file.close();
    expect(opened.plan).toMatchObject({ retries: 2, blockSectors: 8, toLba: 1000 });
    expect(opened.resumed.notes.join()).toMatch(/later version.* not followed: laterOption/);
    expect(opened.finished).toBeNull();
  });

  test('that is empty, as its making was cut off, is made anew; one that holds a scan is not', async () => {
    const empty = join(folder, 'empty.map');
    writeFileSync(empty, '');
    const target = await inspectTarget(DISK);
    const context = newContext(target, planScan(target, { blockSectors: 8 }), null);
    expect(await openMap(empty, target, { path: empty, resume: false }, {})).toEqual({
      path: empty,
    });
    await (await createMap(empty, context, aState(), false)).close();
    await expect(createMap(empty, context, aState(), false)).rejects.toThrow(
      /exists: go on with it/,
    );
  });
});
