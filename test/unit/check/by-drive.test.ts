// Accused sectors are read through the drive where that can be had.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Check } from '../../../src/check/check.ts';
import { inspectTarget } from '../../../src/index.ts';
import { WorkerControl } from '../../../src/reading/worker-control.ts';

const DRIVE = {
  commands: 'scsi',
  generic: null,
  disk: { path: '/dev/not-there', number: '8:400' },
  address: '0:0:0:0',
  unitSerial: '',
  nsid: 0,
  firstLba: 0,
  sectors: 4096,
  isCounted: false,
  mayPretend: false,
} as const;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'surfscan-by-drive-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

async function checked(drive?: typeof DRIVE) {
  const image = join(directory, 'image');
  writeFileSync(image, Buffer.alloc(4096 * 512));
  const target = await inspectTarget(image);
  const sweep = vi.spyOn(WorkerControl.prototype, 'sweep');
  const suspects = [{ firstLba: 1000, lastLba: 1003, sources: [] }];
  const probed = await new Check(drive ? { ...target, drive } : target, suspects).run();
  const orders = sweep.mock.calls.map(([, { address, unitSectors }]) => {
    return [unitSectors, address.kind === 'path' && address.site !== undefined] as const;
  });
  return { probed, orders };
}

test('one by one, and requests by the kernel; where it cannot be had, the kernel reads all', async () => {
  const { probed, orders } = await checked(DRIVE);
  expect(orders).toContainEqual([256, false]);
  expect(orders).toContainEqual([1, true]);
  expect(orders).not.toContainEqual([256, true]);
  expect(orders).toContainEqual([1, false]);
  expect(probed.notes).toContainEqual(
    expect.stringMatching(/by the kernel, not through the drive: \/dev\/not-there/),
  );
  expect(probed.coverage).toMatchObject({ bad: 0, unread: 0 });
});

test('what lies on no drive is the kernel’s to read, and nothing is said', async () => {
  const { probed, orders } = await checked();
  expect(orders.filter(([, byDrive]) => byDrive)).toEqual([]);
  expect(probed.notes).toEqual([]);
});
