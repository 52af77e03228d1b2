// A map never holds failures that may yet turn out to be the disk's absence.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AutosaveSources } from '../../../src/engine/map-autosave.ts';
import { inspectTarget, Run } from '../../../src/index.ts';
import { isInto, until } from './paced-runs.ts';

const given = vi.hoisted(() => ({ sources: null as unknown }));
vi.mock('../../../src/engine/map-autosave.ts', async (original) => {
  const { MapAutosave } = await original<typeof import('../../../src/engine/map-autosave.ts')>();
  type Args = ConstructorParameters<typeof MapAutosave>;
  return {
    MapAutosave: class extends MapAutosave {
      constructor(...args: Args) {
        super(...args);
        given.sources = args[2];
      }
    },
  };
});

async function begun(disk: string): Promise<{ run: Run; sources: AutosaveSources }> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-unverified-'));
  const map = { path: join(folder, 'x.map'), resume: false };
  const run = await Run.plan([await inspectTarget(`sim:${disk}`)], { jobs: 1 }, map);
  onTestFinished(() => {
    run.stop();
    rmSync(folder, { recursive: true });
  });
  await run.prepare();
  return { run, sources: given.sources as AutosaveSources };
}

test('while the pass goes on among failures: those are left out, and no other', async () => {
  const { run, sources } = await begun('size=600MB,kind=ssd,speed=1,bad=100000-1000000/IO@300');
  const scanning = run.scan();
  await until(run, ({ blocks }) => blocks.IO > 2);
  sources.refresh();
  const first = Math.floor(100_000 / 256);
  // The block before them read, and the file has it: taken out it would be lost to a kill.
  expect(sources.unverified()[0]!.first).toBe(first);
  expect(Math.max(...sources.unverified().map(({ end }) => end))).toBeGreaterThan(first + 1);
  run.stop();
  await scanning;
  // They were taken back.
  expect(sources.unverified()).toEqual([]);
});

test('failures with a name are the disk’s at once', async () => {
  const { run, sources } = await begun('size=600MB,kind=ssd,speed=1,bad=100000-1000000@300');
  const scanning = run.scan();
  await until(run, ({ blocks }) => blocks.UNC > 2);
  expect(sources.unverified()).toEqual([]);
  run.stop();
  await scanning;
});

test('after the pass what failed is known to be the disk’s', async () => {
  const { run, sources } = await begun('size=8MiB,kind=ssd,speed=1,bad=0-199/IO@5');
  const scanning = run.scan();
  await until(run, isInto('narrowing'));
  expect(sources.unverified()).toEqual([]);
  run.stop();
  await scanning;
});
