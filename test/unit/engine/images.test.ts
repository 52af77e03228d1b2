// An image is read as long as its name leads to it, and it is no smaller than it was.

import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';

const BYTES = 1 << 20;

/** Scanned after `change` of what was planned. */
async function scanned(change: (image: string) => void): Promise<ScanJson> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const image = join(folder, 'image');
  writeFileSync(image, new Uint8Array(BYTES));
  const run = await Run.plan([await inspectTarget(image)], {});
  change(image);
  return runReport(await run.scan()).scans[0] as ScanJson;
}

const READ = { total: 2048, good: 2048, bad: 0, unread: 0 };
const UNREAD = { total: 2048, good: 0, bad: 0, unread: 2048 };

test.each<[string, (image: string) => void]>([
  ['as it was', () => {}],
  ['longer now', (image) => appendFileSync(image, new Uint8Array(512))],
])('%s: it is read', async (_, change) => {
  const scan = await scanned(change);
  expect(scan.error).toBeUndefined();
  expect([scan.coverage, scan.verdict]).toEqual([READ, 'pass']);
});

test.each<[string, (image: string) => void]>([
  ['shorter now', (image) => truncateSync(image, BYTES - 512)],
  ['away', (image) => renameSync(image, `${image}-away`)],
  [
    'another',
    (image) => {
      renameSync(image, `${image}-away`);
      writeFileSync(image, new Uint8Array(BYTES));
    },
  ],
])('%s: it is gone, and nothing of it was read', async (_, change) => {
  const scan = await scanned(change);
  expect(scan.error).toMatchObject({ code: 'ERR_GONE' });
  expect([scan.coverage, scan.verdict]).toEqual([UNREAD, 'incomplete']);
});
