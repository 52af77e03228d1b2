// Of several maps one has no room: none is made, unless they are optional.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inspectTarget, Run } from '../../../src/index.ts';
import type { SizedMap } from '../../../src/map-file/room.ts';
import { SurfscanError } from '../../../src/vocabulary/errors.ts';

vi.mock('../../../src/map-file/room.ts', async (original) => ({
  ...(await original<typeof import('../../../src/map-file/room.ts')>()),
  withoutRoom: async (maps: readonly SizedMap[]) =>
    new Map(
      maps
        .filter(({ path }) => path.includes('LARGE'))
        .map(({ path }) => [path, new SurfscanError('ERR_MAP_SPACE', 'no room')]),
    ),
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'surfscan-roomless-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function planned(optional: boolean): Promise<Run> {
  const disks = ['sim:size=1000s,serial=SMALL', 'sim:size=9000s,serial=LARGE'];
  const targets = await Promise.all(disks.map((disk) => inspectTarget(disk)));
  return Run.plan(targets, {}, { path: folder, resume: false, optional });
}

test('none is made', async () => {
  const run = await planned(false);
  await expect(run.prepare()).rejects.toMatchObject({ code: 'ERR_MAP_SPACE' });
  expect(readdirSync(folder)).toEqual([]);
});

test('optional: that one is done without, and said', async () => {
  const run = await planned(true);
  const entries = await run.scan();
  const troubles = entries.map((entry) => ('coverage' in entry ? entry.mapTrouble : undefined));
  expect(troubles).toMatchObject([null, { code: 'ERR_MAP_SPACE' }]);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^SMALL-.*\.surfscan$/)]);
});
