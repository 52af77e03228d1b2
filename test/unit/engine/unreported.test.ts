// What a map keeps while its scan goes on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectTarget, loadStoredScan, Run } from '../../../src/index.ts';
import { sleep, until } from './paced-runs.ts';

test('a failure that the workers have not told yet is in no map: it may have come late', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-autosave-'));
  const map = join(folder, 'disk.map');
  // Eight seconds by the rate: the late block is not read again before they are over.
  const target = await inspectTarget('sim:size=16384s,kind=ssd,speed=1,slow=1000@100');
  const run = await Run.plan(
    [target],
    { jobs: 1, blockSectors: 8, timeoutSeconds: 0.05, bytesPerSecond: 1 << 20 },
    { path: map, resume: false },
  );
  const scanning = run.scan();
  await until(run, ({ doneSectors }) => doneSectors > 0);
  // Nobody listens meanwhile: the map's turn comes first afterwards, and then what was told.
  const deaf = performance.now();
  while (performance.now() - deaf < 1200);
  await sleep(100);
  const { result } = await loadStoredScan(map);
  run.stop();
  await scanning;
  rmSync(folder, { recursive: true });
  expect(result.coverage.good).toBeGreaterThan(1000);
  expect(result.coverage.bad).toBe(0);
});
