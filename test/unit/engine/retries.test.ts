// --retries N: bad sectors are read N more times; `reads` are the failed readings of it alone.

import { expect, test } from 'vitest';
import { retryBad } from '../../../src/engine/retries.ts';
import { scanSim } from './scan-sim.ts';
import { contextOf, scriptedRunner } from './scripted-runner.ts';

test.each([
  ['a short run', 'bad=1000-1007', 3],
  ['once more', 'bad=1000-1007', 1],
  ['a run that is a storm', 'bad=1000-1099/IO', 2],
  ['sectors that come late', 'slow=1000-1007@31000', 2],
])('%s: each is read so often', async (_, fault, retries) => {
  const scan = await scanSim(`size=1MiB,${fault}`, { blockSectors: 8, retries });
  expect(scan.bad.map(({ reads }) => reads)).toEqual([1 + retries]);
});

test('every second sector reads at last: the others keep their count', async () => {
  const weak = [1001, 1003, 1005].map((lba) => `weak=${lba}@2`).join();
  const bad = [1000, 1002, 1004].map((lba) => `bad=${lba}`).join();
  const scan = await scanSim(`size=1MiB,${weak},${bad}`, { blockSectors: 8, retries: 2 });
  const shape = { error: 'UNC', errno: null, exact: true };
  expect(scan.bad).toEqual(
    [1000, 1002, 1004].map((lba) => ({ from: lba, to: lba, ...shape, reads: 3 })),
  );
  expect(scan.weak).toEqual(
    [1001, 1003, 1005].map((lba) => ({ from: lba, to: lba, ...shape, reads: 1 })),
  );
});

test('what an earlier run has read often enough is not read again', async () => {
  const context = await contextOf('size=1MiB', { retries: 3 });
  const value = { error: 'UNC', errno: null, exact: true } as const;
  context.findings.bad.set(1000, 1001, { ...value, reads: 4 });
  const { runner, orders } = scriptedRunner([() => {}]);
  expect(await retryBad(context, runner)).toBe('done');
  expect(orders).toEqual([]);
  context.findings.bad.set(2000, 2001, { ...value, reads: 3 });
  await retryBad(context, runner);
  expect(orders.map(({ runs }) => runs)).toMatchObject([[{ fromLba: 2000, toLba: 2001 }]]);
});
