// A disk that is scanned again and has not changed is the same, whatever its noise; and what did change is
// found.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareMaps, inspectTarget, Run, type ScanOptions } from '../../src/index.ts';
import { SEED } from './seed.ts';

const RESCANS = 100;
const SECTORS = Math.floor(9.5e9 / 512);
const FAULTS = 'bad=1000-1003,bad=9000000/IDNF,slow=4000000@700';
/** Of the fourth zone: 1 GB, in LBAs. */
const ZONE = [3, 4].map((zone) => zone * Math.ceil(1e9 / 512 / 256) * 256) as [number, number];

const disk = (kind: string, seed: number, faults: string) =>
  `sim:size=${SECTORS}s,kind=${kind},serial=ONE,seed=${seed}${faults === '' ? '' : `,${faults}`}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surfscan-rescans-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function scanned(name: string, spec: string, options: ScanOptions = {}): Promise<string> {
  const path = join(folder, `${name}.surfscan`);
  rmSync(path, { force: true });
  const run = await Run.plan([await inspectTarget(spec)], options, { path, resume: false });
  await run.scan();
  return path;
}

test.each([
  'hdd',
  'ssd',
])('%s: nothing is told of rescans of what has not changed', async (kind) => {
  const old = await scanned(`${kind}-old`, disk(kind, SEED % 1000, FAULTS));
  for (let rescan = 1; rescan <= RESCANS / 2; rescan++) {
    const now = await scanned(`${kind}-now`, disk(kind, (SEED % 1000) + rescan, FAULTS));
    const { comparison } = await compareMaps(old, now);
    const { bad, slow, zones, differs, notCompared } = comparison;
    expect(
      { differs, bad, slow, changed: zones.changed },
      `seed ${SEED % 1000} + ${rescan}`,
    ).toEqual({
      differs: false,
      bad: { added: [], gone: [], firstRead: [], notReadAgain: [] },
      slow: { added: [], gone: [] },
      changed: [],
    });
    expect(notCompared).toEqual([]);
    expect(zones.compared).toBeGreaterThanOrEqual(9);
  }
});

test('each new bad sector is found, and each new slow block', async () => {
  const old = await scanned('old', disk('hdd', 1, FAULTS));
  const fresh = [5, 77, 5_000_000, 9_000_003, SECTORS - 1];
  const bad = fresh.map((lba) => `bad=${lba}`).join(',');
  const now = await scanned('now', disk('hdd', 2, `${FAULTS},${bad},slow=6000000@600`));
  const { comparison } = await compareMaps(old, now);
  expect(comparison.bad.added.map(({ from, to }) => [from, to])).toEqual(
    fresh.map((lba) => [lba, lba + 1]),
  );
  expect(comparison.slow.added.map(({ from, to }) => from <= 6e6 && 6e6 < to)).toEqual([true]);
  const back = (await compareMaps(now, old)).comparison;
  expect(back.bad.gone).toEqual(comparison.bad.added);
  expect(back.slow.gone.map(({ from }) => from)).toEqual(
    comparison.slow.added.map(({ from }) => from),
  );
});

test('a zone of 1 GB that is slower by a tenth is found', async () => {
  const old = await scanned('old', disk('hdd', 1, ''));
  const { comparison: same } = await compareMaps(old, await scanned('same', disk('hdd', 2, '')));
  expect(same.zones.changed).toEqual([]);
  const { meanMs } = await meanOf(old);
  const slow = `slow=${ZONE[0]}-${ZONE[1] - 1}@${(meanMs * 1.1).toFixed(4)}`;
  const { comparison } = await compareMaps(old, await scanned('now', disk('hdd', 2, slow)));
  expect(comparison.zones.changed.map(({ from, to }) => [from, to])).toEqual([ZONE]);
});

/** Of the zone. */
async function meanOf(path: string): Promise<{ meanMs: number }> {
  const { comparedScan } = await import('../../src/engine/compared-stored.ts');
  const { readMap } = await import('../../src/map-file/map-file.ts');
  const { stepMiddleNs } = await import('../../src/vocabulary/latency-scale.ts');
  const { grid, map } = comparedScan(await readMap(path));
  const bytes = map.subarray(grid.blockOf(ZONE[0]), grid.blockOf(ZONE[1]));
  return { meanMs: bytes.reduce((sum, byte) => sum + stepMiddleNs(byte), 0) / bytes.length / 1e6 };
}
