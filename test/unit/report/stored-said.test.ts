// What the drive said of a bad sector, a report of the map says as the scan did, and a scan that goes on.

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resumedOf } from '../../../src/engine/resumed.ts';
import { loadStoredScan } from '../../../src/index.ts';
import { MapFile } from '../../../src/map-file/map-file.ts';
import { scanJson } from '../../../src/report/run-json.ts';
import { temporaryDirectory } from '../../e2e/fixtures.ts';
import { aHeader, aMap, anUpdate, aState } from '../map-file/fixtures.ts';
import { SAID } from '../map-file/golden-said.ts';

const UNC = { error: 'UNC', errno: 'EIO', exact: true, reads: 1 };
const BAD = [
  { from: 80, to: 87, error: 'UNC', errno: 'EIO', exact: false, reads: 0, drive: 'nvme 2/81' },
  { from: 96, to: 111, error: 'IO', errno: null, exact: false, reads: 0 },
  { from: 161, to: 161, error: 'TIME', errno: 'ETIMEDOUT', exact: true, reads: 1 },
  { from: 162, to: 162, ...UNC, drive: '51/40' },
  { ...{ from: 163, to: 163, ...UNC }, drive: '51/40', named: true },
];
const WEAK = { from: 240, to: 247, error: 'ABRT', errno: 'EIO', exact: false, reads: 0 };

test.each([
  ['open', false],
  ['compact', true],
])('of an %s map', async (_, isCompact) => {
  const path = join(temporaryDirectory(onTestFinished), 'a.surfscan');
  const file = await MapFile.create(path, aHeader(100), aState());
  const state = aState({ engine: 'sgio', trouble: null, options: {} });
  await file.update(anUpdate(aMap(100), { state, findings: SAID }));
  await file.close(isCompact);
  const { bad, weak } = scanJson((await loadStoredScan(path)).result);
  expect(bad).toEqual(BAD);
  expect(weak).toEqual([{ ...WEAK, drive: 'b/47/03' }]);
  const { contents, file: again } = await MapFile.open(path);
  await again.close();
  const { findings } = resumedOf(contents);
  expect([findings.failed.items, findings.bad.items, findings.weak.items]).toEqual([
    SAID.failed,
    SAID.bad,
    SAID.weak,
  ]);
});
